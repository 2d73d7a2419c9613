import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeUser } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";
import { makeTeam, platformTeam, readMatrix, tailor } from "../harness/teams.ts";

describe("the responsibility matrix", () => {
  const onPlane = sharePlane();

  onPlane("is the template of 49 rows in 11 categories until somebody tailors it", async (plane) => {
    const reader = await makeUser(plane, { accountAccess: { role: Role.READ } });
    const { spec, resourceVersion } = await readMatrix(reader);
    assert.equal(spec.responsibilities.length, 49);
    assert.equal(spec.categories.length, 11);
    assert.deepEqual(
      spec.framework.map(({ kind }) => kind),
      ["platform", "application", "platform"],
    );
    assert.notEqual(resourceVersion, "");
    assert.equal((await reader.responsibility.getMatrix({})).matrix?.lastModifiedTime, undefined);
  });

  onPlane("is tailored by those who may, as a whole, and says what changed in the audit log", async (plane) => {
    const { owner } = plane;
    const before = await readMatrix(owner);
    await tailor(owner, (spec) => {
      spec.organization = "ABC Financial";
      const row = spec.responsibilities.find(({ id }) => id === "developer-guide");
      assert.ok(row, "the template has the row of the developer guide");
      row.hidden = true;
    });
    const after = await readMatrix(owner);
    assert.equal(after.spec.organization, "ABC Financial");
    assert.notEqual(after.resourceVersion, before.resourceVersion);
    const stale = owner.responsibility.updateMatrix(before);
    await refused(stale, Code.FailedPrecondition, "version");
    await refused(owner.responsibility.updateMatrix(after), Code.InvalidArgument, "nothing to change");
    const reader = await makeUser(plane, { accountAccess: { role: Role.READ } });
    await refused(reader.responsibility.updateMatrix(after), Code.PermissionDenied, "remit.responsibility.update");
    const { logs } = await owner.cloud.getAuditLogs({ pageSize: 1000 });
    const record = logs.find(({ operation, status }) => operation === "UpdateMatrix" && status === "OK");
    assert.match(JSON.stringify(record?.rawDetails), /developer-guide|hidden/);
  });

  onPlane("is refused with the field that is wrong, and stays as it was", async ({ owner }) => {
    const { spec, resourceVersion } = await readMatrix(owner);
    const wrong = (change: (copy: typeof spec) => void) => {
      const copy = structuredClone(spec);
      change(copy);
      return owner.responsibility.updateMatrix({ spec: copy, resourceVersion });
    };
    await refusedField(
      wrong(({ responsibilities: [row] }) => Object.assign(row ?? {}, { category: "nowhere" })),
      "spec.responsibilities[0].category",
    );
    await refusedField(
      wrong(({ goLinks: [link] }) => Object.assign(link ?? {}, { url: "javascript:alert(1)" })),
      "spec.go_links[0].url",
    );
    await refusedField(
      wrong((copy) =>
        Object.assign(copy.responsibilities[1]?.owners.platform ?? {}, { operations: ["cloud.user.frob"] }),
      ),
      "spec.responsibilities[1].owners.platform.operations[0]",
    );
    assert.equal((await readMatrix(owner)).resourceVersion, resourceVersion);
    await refusedField(owner.responsibility.updateMatrix({ resourceVersion }), "spec");
  });

  onPlane("keeps a kind of team for as long as teams are of it", async ({ owner }) => {
    await makeTeam(owner, "platform", platformTeam);
    const { spec, resourceVersion } = await readMatrix(owner);
    const kinds = spec.kinds.map((kind) => (kind.id === "platform" ? { ...kind, id: "core" } : kind));
    const renamed = owner.responsibility.updateMatrix({ spec: { ...spec, kinds }, resourceVersion });
    await refused(renamed, Code.InvalidArgument);
  });
});
