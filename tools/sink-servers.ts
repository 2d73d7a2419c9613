// Object stores that exports are tried against: `npm run test:sinks` builds an S3-compatible and a GCS-compatible server
// and installs Azure's emulator, once, into .remit, and runs the tests that export to them.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildGoServer, findGoServer, type GoServer, testWithGoServer } from "./go-install.ts";

const script = "test:sinks";

const versityGateway: GoServer = {
  name: "S3-compatible server",
  package: "github.com/versity/versitygw/cmd/versitygw",
  version: "1.8.0",
  file: "versitygw-1.8.0",
  script,
  takes: "two to four minutes",
};

const fakeGcs: GoServer = {
  name: "GCS-compatible server",
  package: "github.com/fsouza/fake-gcs-server",
  version: "1.56.1",
  file: "fake-gcs-server-1.56.1",
  script,
  takes: "two to three minutes",
};

const azuriteVersion = "3.37.0";
const azuriteFolder = join(import.meta.dirname, "..", ".remit", `azurite-${azuriteVersion}`);

/** Their programs, or the reason why one of them is not there, for `t.skip`. */
export function findSinkServers(): { readonly s3: string; readonly gcs: string; readonly azure: string } | string {
  const [s3, gcs] = [findGoServer(versityGateway), findGoServer(fakeGcs)];
  if (typeof s3 === "string") return s3;
  if (typeof gcs === "string") return gcs;
  const azure = join(azuriteFolder, "node_modules/azurite/dist/src/blob/main.js");
  return existsSync(azure)
    ? { s3: s3.path, gcs: gcs.path, azure }
    : `no Azurite is installed; npm run ${script} does it`;
}

/** It has hundreds of packages of its own, so it is no dependency of everybody's. */
function installAzurite(): void {
  if (existsSync(azuriteFolder)) {
    console.log(`Azurite: ${azuriteVersion} from an earlier run`);
    return;
  }
  console.log(`Azurite: npm installs ${azuriteVersion}`);
  const draft = `${azuriteFolder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const args = [
    "install",
    "--prefix",
    draft,
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    `azurite@${azuriteVersion}`,
  ];
  const { status } = spawnSync("npm", args, { stdio: "inherit" });
  if (status !== 0) throw new Error(`npm could not install Azurite ${azuriteVersion}`);
  renameSync(draft, azuriteFolder);
}

if (import.meta.main) {
  installAzurite();
  await buildGoServer(fakeGcs);
  await testWithGoServer(versityGateway, ["export-servers"]);
}
