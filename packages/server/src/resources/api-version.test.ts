import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, type DescMessage, type MessageInitShape, type MessageShape } from "@bufbuild/protobuf";
import { AccountSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import {
  ProjectAccess_ProjectRole,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { keepNewerFields, latest, parseApiVersion } from "./api-version.ts";

/** What an update by a caller of this version makes of what is stored. */
function update<Desc extends DescMessage>(
  desc: Desc,
  version: string,
  stored: MessageInitShape<Desc>,
  sent: MessageInitShape<Desc>,
): MessageShape<Desc> {
  const incoming = create(desc, sent);
  keepNewerFields(desc, create(desc, stored), incoming, parseApiVersion(version));
  return incoming;
}

describe("the caller's API version", () => {
  it("is the newest without a header or with one of an unknown form, and the oldest with a date", () => {
    assert.deepEqual(parseApiVersion(null), latest);
    assert.deepEqual(parseApiVersion("next"), latest);
    assert.deepEqual(parseApiVersion("v0.17.1"), [0, 17, 1]);
    assert.deepEqual(parseApiVersion("2024-05-13-00"), [0, 0, 0]);
  });
});

describe("an update by an older caller", () => {
  const authenticationSettings = { restrictSessionLifetimes: true };

  it("keeps the account's sign-in settings when it takes away all that it knows of the account", () => {
    const stored = { metrics: { acceptedClientCa: new Uint8Array([1]) }, authenticationSettings };
    const updated = update(AccountSpecSchema, "v0.17.1", stored, {});
    assert.equal(updated.authenticationSettings?.restrictSessionLifetimes, true);
    assert.equal(updated.metrics, undefined);
    assert.equal(update(AccountSpecSchema, "v0.20.0", stored, {}).authenticationSettings, undefined);
  });

  it("keeps a newer switch beside one that it sets to its default", () => {
    const stored = { highAvailability: { disableManagedFailover: true, disablePassivePollerForwarding: true } };
    const sent = { highAvailability: { disableManagedFailover: false } };
    const older = update(NamespaceSpecSchema, "v0.10.0", stored, sent).highAvailability;
    assert.equal(older?.disablePassivePollerForwarding, true);
    assert.equal(older.disableManagedFailover, false);
    const newer = update(NamespaceSpecSchema, "v0.13.0", stored, sent).highAvailability;
    assert.equal(newer?.disablePassivePollerForwarding, false);
  });

  it("clears an access or a codec server that it sends empty", () => {
    const access = { projectAccesses: { p: { role: ProjectAccess_ProjectRole.READ } } };
    const user = update(UserSpecSchema, "v0.17.1", { access }, { access: {} });
    assert.deepEqual(user.access?.projectAccesses, {});
    const codecServer = { endpoint: "https://a.b", customErrorMessage: { default: { message: "ask us" } } };
    const spec = update(NamespaceSpecSchema, "v0.5.0", { codecServer }, { codecServer: {} });
    assert.equal(spec.codecServer?.customErrorMessage, undefined);
  });
});
