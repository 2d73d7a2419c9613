import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import type { Connection } from "@temporalio/client";
import { RemitError } from "../errors.ts";
import { deleteNamespace, registerNamespace } from "./namespaces.ts";
import {
  createNexusEndpoint,
  deleteNexusEndpoint,
  getNexusEndpoint,
  listNexusEndpoints,
  type NexusEndpointSpec,
  updateNexusEndpoint,
} from "./nexus-endpoints.ts";
import { describeServer, freshName } from "./temporal.test-support.ts";

const failsWith = (code: Code) => (error: unknown) => error instanceof RemitError && error.code === code;

async function freshSpec(connection: Connection): Promise<NexusEndpointSpec> {
  const { name: namespace } = await registerNamespace(connection, { name: freshName(), retentionDays: 1 });
  const text = (value: string) => new TextEncoder().encode(value);
  return {
    name: `ep-${randomBytes(5).toString("hex")}`,
    description: { metadata: { encoding: text("json/plain") }, data: text('"Orders"') },
    target: { namespace, taskQueue: "orders" },
  };
}

describe("Nexus endpoints on a real server", () => {
  const onServer = describeServer();

  onServer("creates an endpoint once and reads back every byte of it", async (connection) => {
    const spec = await freshSpec(connection);
    const made = await createNexusEndpoint(connection, spec);
    assert.deepEqual(made, { ...spec, id: made.id, version: "1" });
    assert.deepEqual(await createNexusEndpoint(connection, spec), made);
    assert.deepEqual(await getNexusEndpoint(connection, made.id), made);
    assert.deepEqual(await listNexusEndpoints(connection, spec.name), [made]);
  });

  onServer("keeps an absent description absent", async (connection) => {
    const { name, target } = await freshSpec(connection);
    const made = await createNexusEndpoint(connection, { name, target });
    assert.equal("description" in made, false);
  });

  onServer("refuses a name that another endpoint has, and a target that does not exist", async (connection) => {
    const spec = await freshSpec(connection);
    await createNexusEndpoint(connection, spec);
    const other = { ...spec, target: { ...spec.target, taskQueue: "other" } };
    await assert.rejects(createNexusEndpoint(connection, other), failsWith(Code.AlreadyExists));
    const lost = { ...spec, name: `${spec.name}x`, target: { ...spec.target, namespace: freshName() } };
    await assert.rejects(createNexusEndpoint(connection, lost), failsWith(Code.FailedPrecondition));
  });

  onServer("updates the whole spec, the name too, and an equal one without a new version", async (connection) => {
    const spec = await freshSpec(connection);
    const { id } = await createNexusEndpoint(connection, spec);
    const { description: _, ...rest } = { ...spec, name: `${spec.name}-b` };
    const updated = await updateNexusEndpoint(connection, id, rest);
    assert.deepEqual(updated, { ...rest, id, version: "2" });
    assert.deepEqual(await updateNexusEndpoint(connection, id, rest), updated);
    await assert.rejects(
      updateNexusEndpoint(connection, "00000000-0000-0000-0000-000000000000", rest),
      failsWith(Code.NotFound),
    );
  });

  onServer("deletes an endpoint, and one that is gone counts as deleted", async (connection) => {
    const { id } = await createNexusEndpoint(connection, await freshSpec(connection));
    await deleteNexusEndpoint(connection, id);
    await deleteNexusEndpoint(connection, id);
    assert.equal(await getNexusEndpoint(connection, id), null);
  });

  onServer("keeps a Namespace that an endpoint still targets", async (connection) => {
    const spec = await freshSpec(connection);
    const { id } = await createNexusEndpoint(connection, spec);
    await assert.rejects(deleteNamespace(connection, spec.target.namespace), failsWith(Code.FailedPrecondition));
    await deleteNexusEndpoint(connection, id);
    await deleteNamespace(connection, spec.target.namespace);
  });
});
