// Tells whether node_modules holds exactly what package-lock.json says, so that set-up need not reinstall.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Compares the lock file with the one that npm leaves in node_modules as the last act of an installation: an
 * interrupted installation has none, and one that was made with plain `npm install` counts like any other.
 */
export function installationIsCurrent(root) {
  const wanted = packagesIn(join(root, "package-lock.json"));
  const installed = packagesIn(join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes("node_modules/")) return true;
    const there = installed[path];
    // Packages for other platforms are in the lock file and never on the disk.
    if (!there) return entry.optional === true;
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
