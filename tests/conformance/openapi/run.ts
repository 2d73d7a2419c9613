// Schemathesis, which makes requests of docs/openapi.json, against a control plane of its own: no answer may be our fault,
// and none may be one that the document does not have.
//   npm run test:openapi [-- --examples 20]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { temporalForTest } from "../../../tools/temporal-for-test.ts";
import { findPythonPackages } from "../../harness/python-program.ts";
import { runProgram } from "../../harness/run-program.ts";
import { startStoryPlane } from "../../rpcs/story-plane.ts";

export type Outcome = { readonly missing: string } | { readonly failed: boolean; readonly report: string };

const document = join(import.meta.dirname, "../../../docs/openapi.json");

/** @param only a pattern of operation ids; absent: every route */
export async function checkOpenApi(temporalAddress: string, examples: number, only?: string): Promise<Outcome> {
  const packages = await findPythonPackages(import.meta.dirname);
  if ("missing" in packages) return packages;
  await using stack = new AsyncDisposableStack();
  // It keeps notes where it runs.
  const cwd = mkdtempSync(join(tmpdir(), "remit-openapi-"));
  stack.defer(() => rmSync(cwd, { recursive: true, force: true }));
  const plane = stack.use(await startStoryPlane(temporalAddress));
  const options = [
    "--checks not_a_server_error,status_code_conformance",
    `--phases fuzzing --max-examples ${examples} --seed 1 --no-shrink`,
    "--generation-database none --suppress-health-check all --continue-on-failure",
  ];
  const restriction = only === undefined ? [] : ["--include-operation-id-regex", only];
  const { code, stdout, stderr } = await runProgram(
    packages.python,
    `-m schemathesis.cli --no-color run ${options.join(" ")}`
      .split(" ")
      .concat([document, "--header", `Authorization: Bearer ${plane.ownerKey}`, "--url", plane.url], restriction),
    { cwd, env: { PYTHONPATH: packages.path } },
  );
  return { failed: code !== 0, report: `${stdout}\n${stderr}`.replaceAll(plane.ownerKey, "…") };
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { examples: { type: "string", default: "20" }, only: { type: "string" } } });
  const server = await temporalForTest();
  if (typeof server === "string") throw new Error(server);
  await using stack = new AsyncDisposableStack();
  stack.defer(() => server.stop());
  const outcome = await checkOpenApi(server.address, Number(values.examples), values.only);
  if ("missing" in outcome) throw new Error(outcome.missing);
  console.log(outcome.report);
  process.exitCode = outcome.failed ? 1 : 0;
}
