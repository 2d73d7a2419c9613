import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeUser } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";
import { makeTeam, platformTeam } from "../harness/teams.ts";

describe("whom to ask", () => {
  const onPlane = sharePlane({ addresses: { console: "https://remit.example", grpc: "" } });

  onPlane("is answered with the team, how to reach it, and why", async (plane) => {
    const { owner } = plane;
    await makeTeam(owner, "platform", platformTeam);
    const developer = await makeUser(plane, { accountAccess: { role: Role.READ } });
    const { answers } = await developer.responsibility.ask({ query: "how do I get access to Temporal?" });
    const [first] = answers;
    assert.equal(first?.responsibility?.name, "Temporal Cloud access");
    assert.equal(first?.owners[0]?.team?.spec?.contacts?.chat, "#temporal-platform");
    assert.equal(first?.owners[0]?.link, "https://remit.example/go/temporal-request");
    assert.notEqual(first?.why, "");
  });

  onPlane("knows permissions, RPCs and the text of a refusal", async ({ owner }) => {
    for (const query of [
      "cloud.usergroup.create",
      "CreateUserGroup",
      "permission denied: cloud.usergroup.create on this account is needed. It comes with Global Admin.",
    ]) {
      const { answers } = await owner.responsibility.ask({ query });
      assert.equal(answers[0]?.responsibility?.name, "Temporal Cloud user groups", query);
    }
    const byName = async (query: string) =>
      (await owner.responsibility.ask({ query })).answers.map(({ responsibility }) => responsibility?.name);
    const named = await byName("temporal.workflow.terminate");
    assert.notDeepEqual(named, []);
    assert.deepEqual(await byName("TerminateWorkflowExecution"), named, "a method of the data plane");
  });

  onPlane("about a Namespace leads to its team, about two to the platform", async ({ owner, accountId }) => {
    const [orders, shop] = [specOf(), specOf()];
    for (const spec of [orders, shop]) await owner.cloud.createNamespace({ spec });
    await makeTeam(owner, "orders", {
      name: "Orders",
      kind: "application",
      owns: { namespaces: [orders.name] },
      contacts: { chat: "#orders" },
    });
    const about = (...names: string[]) =>
      names.map((name) => ({ resourceType: "namespaces", resourceId: `${name}.${accountId}` }));
    const one = await owner.responsibility.ask({ query: "codec server", resources: about(orders.name) });
    const owners = one.answers.flatMap((answer) => answer.owners.map(({ team }) => team?.id));
    assert.ok(owners.includes("orders"), JSON.stringify(owners));
    const both = await owner.responsibility.ask({ query: "codec server", resources: about(orders.name, shop.name) });
    assert.equal(both.answers[0]?.owners[0]?.team?.id, "platform");
    assert.match(both.answers[0]?.why ?? "", /2 Namespaces/);
  });

  onPlane(
    "offers the decision framework where nothing matches, and says nothing of what the caller cannot see",
    async (plane) => {
      const { owner, accountId } = plane;
      const nothing = await owner.responsibility.ask({ query: "xylophone tuning" });
      assert.deepEqual(nothing.answers, []);
      assert.equal(nothing.framework.length, 3);
      const spec = specOf();
      await owner.cloud.createNamespace({ spec });
      const blind = await makeUser(plane, { accountAccess: { role: Role.METRICS_READ } });
      const ask = (name: string) =>
        blind.responsibility.ask({
          query: "who",
          resources: [{ resourceType: "namespaces", resourceId: `${name}.${accountId}` }],
        });
      const hidden = await refused(ask(spec.name), Code.InvalidArgument);
      const absent = await refused(ask("nothing"), Code.InvalidArgument);
      assert.equal(hidden.message.replace(spec.name, "nothing"), absent.message);
    },
  );

  onPlane("is refused without a question, and with one that is too long", async ({ owner }) => {
    await refusedField(owner.responsibility.ask({}), "query");
    await refusedField(owner.responsibility.ask({ query: "x".repeat(2_001) }), "query");
    await refusedField(
      owner.responsibility.ask({ query: "x", resources: [{ resourceType: "planets", resourceId: "mars" }] }),
      "resources[0].resource_type",
    );
  });
});
