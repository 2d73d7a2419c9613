// Namespaces as the Terraform provider makes, reads, changes and removes them.
import assert from "node:assert/strict";
import { describe } from "node:test";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import {
  type Namespace,
  type NamespaceSpecSchema,
  NamespaceSpec_SearchAttributeType as Type,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { makeCertificate } from "../harness/certificates.ts";
import type { Caller } from "../harness/control-plane.ts";
import { freshName, readNamespace } from "../harness/namespaces.ts";
import { fulfilled } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { refused } from "../harness/refusals.ts";
import { ownerThrough } from "./clients.ts";

type Spec = MessageInitShape<typeof NamespaceSpecSchema>;

/** The provider writes `regions`, though a newer member has taken their place. */
const planned = (more: Spec = {}): Spec =>
  ({ name: freshName("tf"), regions: ["aws-us-east-1"], retentionDays: 14, ...more }) as Spec;

async function apply(caller: Caller, spec: Spec): Promise<Namespace> {
  const { namespace } = await fulfilled(caller, caller.cloud.createNamespace({ spec }));
  return readNamespace(caller, namespace);
}

/** A full replacement of the spec, at the version that was read; answers what is read right after. */
async function change(caller: Caller, before: Namespace, spec: Spec): Promise<Namespace> {
  const { namespace, resourceVersion } = before;
  await fulfilled(caller, caller.cloud.updateNamespace({ namespace, spec, resourceVersion }));
  return readNamespace(caller, namespace);
}

async function destroy(caller: Caller, { namespace }: Namespace): Promise<void> {
  const { resourceVersion } = await readNamespace(caller, namespace);
  await fulfilled(caller, caller.cloud.deleteNamespace({ namespace, resourceVersion }));
}

describe("the Terraform provider's namespaces", () => {
  const onTemporal = sharePlaneOnTemporal();

  onTemporal("with mTLS alone read an API key setting that is there and off", async (plane) => {
    const terraform = ownerThrough(plane, "terraform");
    const ca = Buffer.from(await makeCertificate({ expired: true }));
    const made = await apply(terraform, planned({ mtlsAuth: { enabled: true, acceptedClientCa: ca } }));
    assert.ok(made.spec?.apiKeyAuth, "nil is an unknown value to the provider");
    assert.equal(made.spec.apiKeyAuth.enabled, false);
    await destroy(terraform, made);
  });

  onTemporal(
    "get back their CA bundle byte for byte: blank lines, expired certificates, final newline",
    async (plane) => {
      const terraform = ownerThrough(plane, "terraform");
      const bundle = Buffer.from(`${await makeCertificate({ expired: true })}\n\n${await makeCertificate()}`);
      const made = await apply(terraform, planned({ mtlsAuth: { enabled: true, acceptedClientCa: bundle } }));
      assert.deepEqual(Buffer.from(made.spec?.mtlsAuth?.acceptedClientCa ?? []).toString(), bundle.toString());
      await destroy(terraform, made);
    },
  );

  onTemporal("keep capacity and fairness unset when they were never set", async (plane) => {
    const terraform = ownerThrough(plane, "terraform");
    const made = await apply(terraform, planned({ apiKeyAuth: { enabled: true } }));
    assert.equal(made.spec?.capacitySpec, undefined);
    assert.equal(made.spec?.fairness, undefined);
    await destroy(terraform, made);
  });

  onTemporal("keep a fairness that is set to false, and a capacity on demand", async (plane) => {
    const terraform = ownerThrough(plane, "terraform");
    const made = await apply(
      terraform,
      planned({
        apiKeyAuth: { enabled: true },
        fairness: { taskQueueFairnessEnabled: false },
        capacitySpec: { spec: { case: "onDemand", value: {} } },
      }),
    );
    assert.equal(made.spec?.fairness?.taskQueueFairnessEnabled, false);
    assert.equal(made.spec?.capacitySpec?.spec.case, "onDemand");
    await destroy(terraform, made);
  });

  onTemporal("read the regions that they wrote, in order, with the first one active", async (plane) => {
    const terraform = ownerThrough(plane, "terraform");
    const made = await apply(terraform, planned({ apiKeyAuth: { enabled: true }, regions: ["aws-us-west-2"] }));
    assert.deepEqual(made.spec?.regions, ["aws-us-west-2"]);
    assert.equal(made.activeRegion, "aws-us-west-2");
    await destroy(terraform, made);
  });

  onTemporal("are active, not updating, when they are read right after a change is fulfilled", async (plane) => {
    const terraform = ownerThrough(plane, "terraform");
    const made = await apply(terraform, planned({ apiKeyAuth: { enabled: true } }));
    assert.equal(made.state, ResourceState.ACTIVE);
    const changed = await change(terraform, made, {
      name: made.spec?.name ?? "",
      regions: ["aws-us-east-1"],
      retentionDays: 21,
      apiKeyAuth: { enabled: true },
    });
    assert.equal(changed.state, ResourceState.ACTIVE);
    assert.equal(changed.spec?.retentionDays, 21);
    await destroy(terraform, changed);
  });

  onTemporal("take an update at the version that was read before a search attribute was renamed", async (plane) => {
    const terraform = ownerThrough(plane, "terraform");
    const made = await apply(
      terraform,
      planned({ apiKeyAuth: { enabled: true }, searchAttributes: { OldName: Type.KEYWORD } }),
    );
    const rename = { existingCustomSearchAttributeName: "OldName", newCustomSearchAttributeName: "NewName" };
    await fulfilled(
      terraform,
      terraform.cloud.renameCustomSearchAttribute({
        namespace: made.namespace,
        ...rename,
        resourceVersion: made.resourceVersion,
      }),
    );
    const searchAttributes = { OldName: Type.KEYWORD, NewName: Type.KEYWORD };
    const spec = planned({ name: made.spec?.name ?? "", apiKeyAuth: { enabled: true }, searchAttributes });
    const changed = await change(terraform, made, spec);
    assert.equal(changed.spec?.searchAttributes.NewName, Type.KEYWORD);
    await destroy(terraform, changed);
  });

  onTemporal("keep what the provider's version cannot express when it replaces the spec", async (plane) => {
    const terraform = ownerThrough(plane, "terraform");
    const { owner } = plane;
    const made = await apply(owner, planned({ apiKeyAuth: { enabled: true }, description: "made in the console" }));
    const changed = await change(
      terraform,
      made,
      planned({ name: made.spec?.name ?? "", apiKeyAuth: { enabled: true }, retentionDays: 5 }),
    );
    assert.equal(changed.spec?.description, "made in the console");
    await destroy(owner, changed);
  });

  onTemporal(
    "keep their tags when the spec is replaced, and lose a tag that was never there without complaint",
    async (plane) => {
      const terraform = ownerThrough(plane, "terraform");
      const made = await apply(terraform, planned({ apiKeyAuth: { enabled: true } }));
      const { namespace } = made;
      await fulfilled(
        terraform,
        terraform.cloud.updateNamespaceTags({ namespace, tagsToUpsert: { team: "orders" }, tagsToRemove: ["absent"] }),
      );
      const read = await readNamespace(terraform, namespace);
      const changed = await change(
        terraform,
        read,
        planned({ name: made.spec?.name ?? "", apiKeyAuth: { enabled: true }, retentionDays: 8 }),
      );
      assert.deepEqual(changed.tags, { team: "orders" });
      await destroy(terraform, changed);
    },
  );

  onTemporal("are not found once deleted, leave the lists, and free their name at once", async (plane) => {
    const terraform = ownerThrough(plane, "terraform");
    const made = await apply(terraform, planned({ apiKeyAuth: { enabled: true } }));
    const { namespace } = made;
    const name = made.spec?.name ?? "";
    await destroy(terraform, made);
    await refused(terraform.cloud.getNamespace({ namespace }), Code.NotFound);
    assert.deepEqual((await terraform.cloud.getNamespaces({ name })).namespaces, []);
    const again = await apply(terraform, planned({ name, apiKeyAuth: { enabled: true } }));
    assert.equal(again.namespace, namespace);
    await destroy(terraform, again);
  });

  onTemporal("with delete protection stay until it is switched off", async (plane) => {
    const terraform = ownerThrough(plane, "terraform");
    const made = await apply(
      terraform,
      planned({ apiKeyAuth: { enabled: true }, lifecycle: { enableDeleteProtection: true } }),
    );
    const { namespace, resourceVersion } = made;
    await refused(terraform.cloud.deleteNamespace({ namespace, resourceVersion }), Code.FailedPrecondition);
    const open = await change(
      terraform,
      made,
      planned({ name: made.spec?.name ?? "", apiKeyAuth: { enabled: true }, lifecycle: {} }),
    );
    await destroy(terraform, open);
  });
});
