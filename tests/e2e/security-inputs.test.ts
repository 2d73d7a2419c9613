// Requests that are made to cost more than they should: one caller must not be able to hold up all others.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import { makeCertificate } from "../harness/certificates.ts";
import { readNamespace, specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { refused, refusedField } from "../harness/refusals.ts";

const mtls = (acceptedClientCaDeprecated: string) =>
  specOf({ mtlsAuth: { enabled: true, acceptedClientCaDeprecated } });

describe("hostile requests", () => {
  const onPlane = sharePlane();

  // A pattern that can match blanks in two ways takes time in the square of their number: a quarter of a minute here.
  onPlane("are refused at once when a certificate is a long run of blanks", async ({ owner }) => {
    const call = owner.cloud.createNamespace({ spec: mtls(`${" ".repeat(65_000)}!`) });
    await refusedField(call, "spec.mtls_auth.accepted_client_ca_deprecated");
  });

  onPlane("are told from base64 in lines, which is accepted", async ({ owner }) => {
    const pem = await makeCertificate();
    const lines = Buffer.from(pem).toString("base64").replace(/.{64}/g, "$&\r\n");
    const { namespace } = await owner.cloud.createNamespace({ spec: mtls(`${lines}\n`) });
    const { spec } = await readNamespace(owner, namespace);
    assert.equal(Buffer.from(spec?.mtlsAuth?.acceptedClientCa ?? []).toString(), pem);
  });

  // Looking for what each might have meant would take minutes, in which nobody else is answered.
  onPlane("are refused at once when a role names tens of thousands of unknown actions", async ({ owner }) => {
    const actions = Array.from({ length: 30_000 }, (_, index) => `cloud.namespace.getUserNamespaceAssignment${index}`);
    const permissions = [{ actions, resources: { resourceType: "namespaces", allowAll: true } }];
    await refusedField(
      owner.cloud.createCustomRole({ spec: { name: "long", permissions } }),
      "spec.permissions[0].actions[0]",
    );
  });

  onPlane("are refused when a page token of the audit log was rewritten", async ({ owner }) => {
    await owner.cloud.createProject({ spec: { displayName: "one more record" } });
    const { nextPageToken } = await owner.cloud.getAuditLogs({ pageSize: 1 });
    const [list, , id] = JSON.parse(Buffer.from(nextPageToken, "base64url").toString()) as string[];
    for (const key of [["abc", id], ["1e300", id], ["-1000000000000000", id], ["999999999999999", id], ["1"]]) {
      const pageToken = Buffer.from(JSON.stringify([list, ...key])).toString("base64url");
      await refusedField(owner.cloud.getAuditLogs({ pageToken }), "page_token");
    }
  });

  onPlane("do not put an id of any length into a refusal or the audit log", async (plane) => {
    const stranger = await plane.owner.cloud.createServiceAccount({ spec: { name: "stranger", access: {} } });
    const { token } = await plane.owner.cloud.createApiKey({
      spec: { ownerId: stranger.serviceAccountId, displayName: "key" },
    });
    const { cloud } = plane.as(token);
    await refused(cloud.getNamespace({ namespace: "n".repeat(60_000) }), Code.PermissionDenied, "cloud.namespace.get");
    const { logs } = await plane.owner.cloud.getAuditLogs({ pageSize: 1000 });
    const record = logs.find(({ operation, status }) => operation === "GetNamespace" && status === "PERMISSION_DENIED");
    assert.ok(record);
    assert.ok(JSON.stringify(record.rawDetails).length < 2_000);
  });
});
