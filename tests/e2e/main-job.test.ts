// The main job on real input: the examples are run as they stand against the control plane as a process of its own.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { importRole } from "@remit/policy";
import { type TestServer, temporalForTest } from "../../tools/temporal-for-test.ts";
import { createCaller } from "../harness/control-plane.ts";
import { type DevProcess, startDevProcess } from "../harness/dev-process.ts";
import { buildGoProgram } from "../harness/go-program.ts";
import { runProgram } from "../harness/run-program.ts";

const examples = join(import.meta.dirname, "../../examples");
const folder = mkdtempSync(join(tmpdir(), "remit-example-"));
let temporal: TestServer | string;
let missing = "";
let plane: DevProcess | undefined;

const refusal =
  /permission denied: cloud\.namespace\.\w+ on namespace \S+ is needed\. It comes with .+ or with a custom role/g;

/** What every telling of the story must have said. */
function assertStory({ code, stdout, stderr }: Awaited<ReturnType<typeof runProgram>>, refusals: number): void {
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  assert.equal(stdout.match(refusal)?.length, refusals, stdout);
  for (const operation of ["CreateCustomRole", "AcceptInvitation", "UpdateCustomRole", "DeleteCustomRole"]) {
    assert.match(stdout, new RegExp(`${operation} +OK`));
  }
  assert.match(stdout, /UpdateNamespace +PERMISSION_DENIED +monitor/);
  assert.match(stdout, /UpdateNamespace +PERMISSION_DENIED +ines/);
}

async function readRole({ connection }: DevProcess) {
  const owner = createCaller(`http://${connection.apiAddress}`, connection.apiKey);
  const { customRoles } = await owner.cloud.getCustomRoles({});
  return { owner, role: customRoles.find(({ spec }) => spec?.name === "NamespaceGlobalReadOnly") };
}

describe("the first custom role", () => {
  before(async () => {
    temporal = await temporalForTest();
    if (typeof temporal === "string") missing = temporal;
    else plane = await startDevProcess(temporal.address);
  });
  after(async () => {
    await plane?.[Symbol.asyncDispose]();
    if (typeof temporal !== "string") await temporal.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is imported, governs real calls, changes and goes, with the TypeScript client", async (t) => {
    if (plane === undefined) return t.skip(missing);
    const main = join(examples, "first-custom-role/main.ts");
    const finished = await runProgram(process.execPath, [main, plane.connectionFile]);
    assertStory(finished, 9);
    assert.match(finished.stdout, /moved cloud\.namespace\.list from namespaces to accounts/);
    assert.match(finished.stdout, /The user no longer reads/);
  });

  it("does the same with the Go client", async (t) => {
    if (plane === undefined) return t.skip(missing);
    const program = await buildGoProgram(join(examples, "first-custom-role-go"), folder);
    if ("missing" in program) return t.skip(program.missing);
    assertStory(await runProgram(program.file, [plane.connectionFile]), 8);
  });

  it("comes from its file by one command, which changes nothing the second time", async (t) => {
    if (plane === undefined) return t.skip(missing);
    const file = join(examples, "first-custom-role/NamespaceGlobalReadOnly.json");
    const env = { REMIT_ADDRESS: plane.connection.apiAddress, REMIT_API_KEY: plane.connection.apiKey };
    const command = [join(import.meta.dirname, "../../packages/cli/src/main.ts"), "custom-role", "import", file];
    const first = await runProgram(process.execPath, command, { env });
    assert.equal(first.code, 0, first.stderr);
    const { owner, role } = await readRole(plane);
    assert.deepEqual(
      role?.spec?.permissions.map(({ resources }) => resources?.resourceType),
      ["accounts", "namespaces"],
    );
    const second = await runProgram(process.execPath, command, { env });
    assert.equal(second.code, 0, second.stderr);
    const again = await readRole(plane);
    assert.equal(again.role?.resourceVersion, role?.resourceVersion);
    await owner.cloud.deleteCustomRole({ roleId: role?.id ?? "", resourceVersion: role?.resourceVersion ?? "" });
  });

  it("leaves an audit log whose chain holds", async (t) => {
    if (plane === undefined) return t.skip(missing);
    const verified = await plane.stopAndVerifyAudit();
    assert.equal(verified.code, 0, verified.stderr);
    assert.match(verified.stdout, /The audit log is intact: \d+ records chained, 0 waiting/);
  });

  it("has for Go the role that the importer makes of the file", () => {
    const read = (path: string): unknown => JSON.parse(readFileSync(join(examples, path), "utf8"));
    const { spec } = importRole(read("first-custom-role/NamespaceGlobalReadOnly.json"));
    const { spec: forGo } = importRole(read("first-custom-role-go/role.json"));
    assert.deepEqual(forGo, spec);
  });
});
