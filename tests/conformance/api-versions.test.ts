// A caller of an older version of the API takes nothing away that it cannot express, and one that can, does: for every field
// of the table of versions that something that can be updated has.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DescMessage } from "@bufbuild/protobuf";
import { CloudService, registry } from "@remit/protocol";
import { versionedFields as serverFields } from "../../packages/server/src/resources/api-version.ts";
import { makeCertificate } from "../harness/certificates.ts";
import { startPlane } from "../harness/control-plane.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { sharePrepared } from "../rpcs/prepared-for-file.ts";
import { isServed } from "../rpcs/tell.ts";
import { age, type Fared, specOf } from "./api-versions/age.ts";
import { type VersionedField, versionedFields } from "./api-versions/fields.ts";
import { subjects } from "./api-versions/subjects.ts";

const nameOf = ({ message, field }: VersionedField): string => `${message.split(".").at(-1)}.${field}`;

/** Messages that stand in the spec of something that can be updated. */
const updatable = new Set(
  CloudService.methods
    .filter(({ name }) => name.startsWith("Update"))
    .flatMap(({ input }) =>
      input.fields.filter(({ name }) => name === "spec").flatMap(({ message }) => within(message)),
    ),
);

function within(desc: DescMessage | undefined): string[] {
  return desc === undefined ? [] : [desc.typeName, ...desc.fields.flatMap(({ message }) => within(message))];
}

/** What every kind of thing needs beside it. */
async function ageAll(temporalAddress: string): Promise<ReadonlyMap<string, Fared>> {
  await using plane = await startPlane({ temporalAddress });
  const { cloud } = plane.owner;
  const { projectId } = await cloud.createProject({ spec: { displayName: "aged" } });
  const { namespace } = await makeNamespace(plane.owner, {}, projectId);
  const permissions = [{ actions: ["cloud.account.get"], resources: { resourceType: "accounts", allowAll: true } }];
  const { roleId } = await cloud.createCustomRole({ spec: { name: "aged", permissions } });
  const { connectivityRuleId } = await cloud.createConnectivityRule({
    spec: { connectionType: { case: "publicRule", value: {} } },
    projectId,
  });
  const { serviceAccountId } = await cloud.createServiceAccount({
    spec: { name: "aged", access: { accountAccess: { role: 5 } } },
  });
  const names = new Map([
    ["project", projectId],
    ["namespace", namespace],
    ["role", roleId],
    ["rule", connectivityRuleId],
    ["account", serviceAccountId],
    ["ca", Buffer.from(await makeCertificate()).toString("base64")],
  ]);
  const fared = new Map<string, Fared>();
  for (const [name, subject] of Object.entries(subjects).filter(([, { update }]) => isServed({ rpc: update })))
    fared.set(name, await age(subject, { url: plane.url, key: plane.ownerKey }, names));
  return fared;
}

describe("the table of versions", () => {
  it("names fields that there are", () => {
    const unknown = versionedFields.filter(
      ({ message, field }) => !registry.getMessage(message)?.fields.some(({ name }) => name === field),
    );
    assert.deepEqual(unknown.map(nameOf), []);
  });

  it("is the server's own, but for what has an older member that says the same", () => {
    const [wanted, has] = [new Map<string, string>(), new Map<string, string>()];
    for (const { message, field, since, instead } of versionedFields)
      if (instead === undefined && updatable.has(message)) wanted.set(`${message}.${field}`, since);
    for (const [name, version] of serverFields)
      if (updatable.has(name.slice(0, name.lastIndexOf(".")))) has.set(name, `v${version.join(".")}`);
    assert.deepEqual(has, wanted);
  });

  it("has each field of an updatable thing in one that the tests age", () => {
    const aged = new Set(Object.values(subjects).flatMap((subject) => within(specOf(subject))));
    const missing = versionedFields.filter(({ message }) => updatable.has(message) && !aged.has(message));
    assert.deepEqual(missing.map(nameOf), []);
  });
});

describe("an update by a caller of another version", () => {
  const afterwards = sharePrepared("is made to each kind of thing", ageAll);

  for (const [name, subject] of Object.entries(subjects).filter(([, { update }]) => isServed({ rpc: update }))) {
    const messages = within(specOf(subject));
    for (const row of versionedFields.filter(({ message }) => messages.includes(message))) {
      afterwards(`of the ${name} keeps ${nameOf(row)} before ${row.since}, and from then on takes it away`, (fared) => {
        assert.ok(fared.get(name)?.has(row), `the ${name} was made without it`);
        assert.equal(fared.get(name)?.get(row)?.kept, "");
        assert.equal(fared.get(name)?.get(row)?.taken, "");
      });
    }
  }
});
