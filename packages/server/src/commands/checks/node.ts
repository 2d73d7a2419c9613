import { type Check, fail, ok } from "./check.ts";

const oldest = [22, 18] as const;

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return ok("Node", version);
  return fail("Node", version, `install Node ${oldest.join(".")} or newer`);
}
