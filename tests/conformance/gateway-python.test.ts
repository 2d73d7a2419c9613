// Temporal's Python SDK, client and worker, lives a team's normal life through the gateway as it does without one.
import { join } from "node:path";
import { describe } from "node:test";
import { compareLives } from "../harness/compare-lives.ts";
import { findPythonPackages } from "../harness/python-program.ts";

describe("the Python SDK through the gateway", () => {
  const folder = join(import.meta.dirname, "gateway-python");
  compareLives(async () => {
    const packages = await findPythonPackages(folder);
    if ("missing" in packages) return packages.missing;
    const env = { PYTHONPATH: packages.path, PYTHONDONTWRITEBYTECODE: "1" };
    return { file: packages.python, args: [join(folder, "main.py")], env };
  });
});
