// Temporal's command line through the gateway, as a user of one Namespace who may not terminate: what is allowed works,
// what is not is refused in words that say whom to ask.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { readTools } from "../../tools/tools-record.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { withRoleOf } from "../harness/gateway-roles.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { type Finished, runProgram } from "../harness/run-program.ts";
import { type RunRemit, remitAs } from "../harness/run-remit.ts";

interface User {
  readonly own: string;
  readonly other: string;
  /** One command, its words parted by spaces. */
  run(line: string): Promise<Finished>;
  /** The owner's `remit`. */
  readonly remit: RunRemit;
}

describe("Temporal's command line through the gateway", () => {
  const stack = new AsyncDisposableStack();
  let user: User | string = "not started";

  before(async () => {
    const cli = readTools()?.temporal.path;
    const server = await temporalForTest();
    if (typeof server === "string") user = server;
    else if (!cli) user = "no Temporal CLI was found";
    else {
      stack.defer(() => server.stop());
      user = await makeUser(stack.use(await startPlane({ temporalAddress: server.address, gateway: {} })), cli);
    }
  });
  after(() => stack.disposeAsync());

  function asUser(promise: string, prove: (given: User) => Promise<void>): void {
    it(promise, (t: TestContext) => (typeof user === "string" ? t.skip(user) : prove(user)));
  }
  asUser("workflows are started, listed, described, signalled and shown", async (given) => {
    await works(given, "workflow start --type order --task-queue nobody --workflow-id first");
    while (!(await works(given, "workflow list")).includes("first"));
    assert.match(await works(given, "workflow describe --workflow-id first --output json"), /STATUS_RUNNING/);
    await works(given, "workflow signal --workflow-id first --name more");
    assert.match(await works(given, "workflow show --workflow-id first"), /WorkflowExecutionSignaled/);
    assert.match(await works(given, "workflow count"), /[1-9]/);
    await works(given, "workflow cancel --workflow-id first");
    await works(given, "task-queue describe --task-queue nobody");
  });

  asUser("nothing is terminated, nor through a batch", async (given) => {
    await works(given, "workflow start --type order --task-queue nobody --workflow-id stays");
    const terminate = asks("temporal.workflow.terminate");
    await isRefused(given, "workflow terminate --workflow-id stays", terminate);
    await isRefused(given, "workflow terminate --query WorkflowId='stays' --reason r --yes", terminate);
    await isRefused(given, "workflow delete --workflow-id stays --yes", asks("temporal.workflow.delete"));
    await isRefused(
      given,
      "workflow reset --workflow-id stays --event-id 3 --reason r",
      asks("temporal.workflow.reset"),
    );
    await works(given, "workflow signal --query WorkflowId='stays' --name more --reason r --yes");
    await works(given, "batch list");
    assert.match(await works(given, "workflow describe --workflow-id stays --output json"), /STATUS_RUNNING/);
  });

  asUser("the roles of the documentation can be imported, and again with nothing to change", async ({ remit }) => {
    for (const role of ["operator", "reader", "starter", "worker"]) {
      const file = join(import.meta.dirname, "../../examples/gateway-roles", `${role}.json`);
      assert.match((await remit(["custom-role", "import", file])).out, /Created custom role gateway-/, role);
      assert.match((await remit(["custom-role", "import", file])).out, /Unchanged/, role);
    }
  });

  it("the role that the documentation shows in full is the one in the file", () => {
    const read = (path: string) => readFileSync(join(import.meta.dirname, "../..", path), "utf8");
    assert.ok(read("docs/gateway.md").includes(read("examples/gateway-roles/operator.json")));
  });

  asUser("schedules are made, triggered, paused and deleted", async (given) => {
    const action = "--type order --task-queue nobody --workflow-id by-schedule";
    await works(given, `schedule create --schedule-id daily --interval 1d --paused ${action}`);
    await works(given, "schedule trigger --schedule-id daily");
    await works(given, "schedule toggle --schedule-id daily --unpause --reason r");
    assert.match(await works(given, "schedule describe --schedule-id daily"), /daily/);
    await works(given, "schedule delete --schedule-id daily");
    await works(given, "schedule list");
  });

  asUser("the user's own Namespace is all there is", async (given) => {
    const listed = await works(given, "operator namespace list --output json");
    const names = (JSON.parse(listed) as { namespaceInfo: { name: string } }[]).map((each) => each.namespaceInfo.name);
    assert.deepEqual(names, [given.own]);
    assert.match(await works(given, `operator namespace describe --namespace ${given.own}`), new RegExp(given.own));
    const other = asks("temporal.namespace.describe");
    await isRefused(given, `operator namespace describe --namespace ${given.other}`, other);
    await isRefused(given, `workflow list --namespace ${given.other}`, asks("temporal.workflow.list"));
  });

  asUser(
    "the server is asked for what concerns everybody, and its life cycle is the control plane's",
    async (given) => {
      assert.match(await works(given, "operator cluster health"), /SERVING/);
      assert.match(await works(given, "operator cluster system"), /\d/);
      await isRefused(given, "operator namespace create --namespace mine", /through the control plane/);
      await isRefused(
        given,
        `operator namespace update --namespace ${given.own} --retention 3d`,
        /through the control plane/,
      );
      await isRefused(given, `operator namespace delete --namespace ${given.own} --yes`, /through the control plane/);
      await isRefused(given, "operator nexus endpoint list", /through the control plane/);
    },
  );
});

async function makeUser(plane: TestPlane, cli: string): Promise<User> {
  const { namespace: own } = await makeNamespace(plane.owner);
  const { namespace: other } = await makeNamespace(plane.owner);
  const { key } = await withRoleOf(plane, own, "operator");
  // As people set it in their shell; nothing of this machine's own configuration counts.
  const env = {
    TEMPORAL_ADDRESS: plane.gatewayAddress,
    TEMPORAL_API_KEY: key,
    TEMPORAL_NAMESPACE: own,
    TEMPORAL_TLS: "false",
    TEMPORAL_CONFIG_FILE: undefined,
    TEMPORAL_PROFILE: undefined,
  };
  return {
    own,
    other,
    remit: remitAs(plane, plane.ownerKey),
    run: (line: string) => runProgram(cli, line.split(" "), { env }),
  };
}

const works = async ({ run }: User, line: string): Promise<string> => {
  const { code, stdout, stderr } = await run(line);
  assert.equal(code, 0, `${line}: ${stderr}`);
  return stdout;
};
const isRefused = async ({ run }: User, line: string, needs: RegExp): Promise<void> => {
  const { code, stdout, stderr } = await run(line);
  assert.notEqual(code, 0, `${line}: ${stdout}`);
  assert.match(stderr, needs, `${line}: ${stderr}`);
};
const asks = (operation: string) =>
  new RegExp(`${operation.replaceAll(".", "\\.")} on namespace .* is needed.*Ask Platform team \\(#platform`, "s");
