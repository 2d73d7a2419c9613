import assert from "node:assert/strict";
import { describe } from "node:test";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import type { Finding } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import {
  NamespaceAccess_Permission as Permission,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Caller } from "../harness/control-plane.ts";
import { specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeServiceAccount, makeUser } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";
import { makeTeam, platformTeam } from "../harness/teams.ts";

const tomorrow = () => timestampFromMs(Date.now() + 86_400_000);

async function readDrift({ responsibility }: Caller, includeAcknowledged = false): Promise<Finding[]> {
  const all: Finding[] = [];
  let pageToken = "";
  do {
    const page = await responsibility.getDrift({ pageSize: 2, pageToken, includeAcknowledged });
    all.push(...page.findings);
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  return all;
}

const kindsOf = (findings: readonly Finding[]) => new Set(findings.map(({ kind }) => kind));

describe("the drift report", () => {
  const onPlane = sharePlane();

  onPlane("finds who can act without answering for it, by what, and what would mend it", async (plane) => {
    const { owner, accountId } = plane;
    await makeTeam(owner, "platform", platformTeam);
    const spec = specOf();
    await owner.cloud.createNamespace({ spec });
    const namespace = `${spec.name}.${accountId}`;
    const intruder = await makeUser(plane, {
      accountAccess: { role: Role.READ },
      namespaceAccesses: { [namespace]: { permission: Permission.ADMIN } },
    });
    const findings = await readDrift(owner);
    assert.deepEqual(
      [...kindsOf(findings)].filter((kind) => kind.startsWith("namespace")),
      ["namespace-without-team"],
    );
    const over = findings.filter(({ kind, subject }) => kind === "over-reach" && subject?.id === intruder.id);
    assert.equal(over.length, 1, findings.map(({ text }) => text).join("\n"));
    assert.equal(over[0]?.scope?.resourceId, namespace);
    assert.equal(over[0]?.reasons[0]?.scope?.resourceId, namespace);
    assert.equal(over[0]?.reasons[0]?.kind, "namespace-access");
    assert.match(over[0]?.fix[0] ?? "", /^let .*@example\.com hold Read-Only$/);
    const ranks = findings.map(({ risk }) => ["high", "medium", "low"].indexOf(risk));
    assert.deepEqual(
      ranks,
      ranks.toSorted((a, b) => a - b),
    );
    const { counts, checkedAt } = await owner.responsibility.getDrift({ pageSize: 1 });
    assert.equal(
      Object.values(counts).reduce((sum, count) => sum + count, 0),
      findings.length,
    );
    assert.ok(checkedAt);
  });

  onPlane(
    "leaves out what somebody accepted for a time, with who and why, until it is taken back",
    async ({ owner }) => {
      const before = await readDrift(owner);
      const finding = before.find(({ kind }) => kind === "namespace-without-team");
      assert.ok(finding);
      await owner.responsibility.acknowledgeDrift({
        findingId: finding.id,
        reason: "Moves in June.",
        until: tomorrow(),
      });
      const after = await readDrift(owner);
      assert.deepEqual(
        after.map(({ id }) => id),
        before.map(({ id }) => id).filter((id) => id !== finding.id),
      );
      const all = await readDrift(owner, true);
      const { acknowledgement } = all.find(({ id }) => id === finding.id) ?? {};
      assert.deepEqual([acknowledgement?.reason, acknowledgement?.by], ["Moves in June.", "owner@example.com"]);
      await owner.responsibility.withdrawAcknowledgement({ findingId: finding.id });
      assert.equal((await readDrift(owner)).length, before.length);
    },
  );

  onPlane("does not tell a key as unused that was used a moment ago", async (plane) => {
    const access = { accountAccess: { role: Role.READ } };
    const [used, spare] = [await makeServiceAccount(plane, access), await makeServiceAccount(plane, access)];
    await used.cloud.getCurrentIdentity({});
    const unused = (await readDrift(plane.owner)).filter(({ kind }) => kind === "key-unused").map(({ id }) => id);
    assert.ok(unused.includes(`key-unused/${spare.keyId}`), unused.join());
    assert.ok(!unused.includes(`key-unused/${used.keyId}`), unused.join());
  });

  onPlane("is seen and answered by those who may, and only for what is found", async (plane) => {
    const { owner } = plane;
    const reader = await makeUser(plane, { accountAccess: { role: Role.READ } });
    await refused(reader.responsibility.getDrift({}), Code.PermissionDenied, "remit.drift.get");
    const acknowledge = (by: Caller, more: object) =>
      by.responsibility.acknowledgeDrift({ findingId: "nothing", reason: "So.", until: tomorrow(), ...more });
    await refused(acknowledge(reader, {}), Code.PermissionDenied, "remit.drift.acknowledge");
    await refused(acknowledge(owner, {}), Code.NotFound);
    await refusedField(acknowledge(owner, { reason: "" }), "reason");
    await refusedField(acknowledge(owner, { until: timestampFromMs(0) }), "until");
    await refused(owner.responsibility.withdrawAcknowledgement({ findingId: "nothing" }), Code.NotFound);
    await refusedField(owner.responsibility.getDrift({ pageToken: "made up" }), "page_token");
  });
});

describe("the access review", () => {
  const onPlane = sharePlane();

  onPlane("sets what was used apart from what was not, and proposes less that refuses nothing used", async (plane) => {
    const { owner } = plane;
    const { roleId } = await owner.cloud.createCustomRole({
      spec: {
        name: "helpers",
        description: "Make groups and projects.",
        permissions: [
          {
            actions: ["cloud.usergroup.create", "cloud.usergroup.delete"],
            resources: { resourceType: "accounts", allowAll: true },
          },
        ],
      },
    });
    const helper = await makeUser(plane, { accountAccess: { role: Role.READ, customRoles: [roleId] } });
    await helper.cloud.createUserGroup({
      spec: { displayName: "made-by-helper", access: {}, groupType: { case: "cloudGroup", value: {} } },
    });
    const review = await owner.responsibility.reviewAccess({ days: 30, pageSize: 1000 });
    const role = review.entries.find((entry) => entry.roleId === roleId);
    assert.deepEqual([role?.used, role?.unused], [["cloud.usergroup.create"], ["cloud.usergroup.delete"]]);
    const person = review.entries.find(({ principal }) => principal?.id === helper.id);
    assert.deepEqual(person?.used, ["cloud.usergroup.create"]);
    assert.ok(person?.notKnown.includes("cloud.account.get"));
    assert.ok(
      review.ready.some(({ change }) =>
        change.startsWith("change the custom role helpers to: cloud.usergroup.create on all"),
      ),
      review.ready.map(({ change }) => change).join("\n"),
    );
    const paged = await owner.responsibility.reviewAccess({ days: 30, pageSize: 1 });
    const next = await owner.responsibility.reviewAccess({ days: 30, pageSize: 1, pageToken: paged.nextPageToken });
    assert.deepEqual([next.ready, next.possible], [[], []]);
    await refusedField(owner.responsibility.reviewAccess({ days: -1 }), "days");
    await refused(helper.responsibility.reviewAccess({}), Code.PermissionDenied, "remit.access.review");
  });
});
