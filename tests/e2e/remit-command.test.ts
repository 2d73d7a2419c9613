// The `remit` command against a running control plane.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "node:test";
import { AccountAccess_Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { remit } from "../../packages/cli/src/testing/command.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeServiceAccount } from "../harness/principals.ts";

const onPlane = sharePlane();

/** The role of a public document, in its own form. */
const asPublished = {
  name: "NamespaceGlobalReadOnly",
  description: "Read-only access to all namespaces for monitoring and compliance",
  grants: [
    { operation: "cloud.namespace.list", resourceType: "Namespace", scope: { all: true } },
    { operation: "cloud.namespace.get", resourceType: "Namespace", scope: { all: true } },
  ],
};

function fileOf(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), "remit-role-")), "role.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const as = (plane: TestPlane, key: string) => (args: string[], stdin?: string) =>
  remit(args, { env: { REMIT_ADDRESS: plane.url, REMIT_API_KEY: key }, ...(stdin !== undefined && { stdin }) });

const reader = { accountAccess: { role: AccountAccess_Role.READ } };

describe("remit custom-role", () => {
  onPlane("imports the published form, says what it changed, and changes nothing when it runs again", async (plane) => {
    const owner = as(plane, plane.ownerKey);
    const file = fileOf(asPublished);
    const dry = await owner(["custom-role", "import", file, "--dry-run"]);
    assert.equal(dry.exitCode, 0, dry.err);
    assert.match(
      dry.out,
      /^Would create custom role NamespaceGlobalReadOnly\.\n {2}\+ cloud\.namespace\.get on all namespaces/,
    );
    assert.equal((await owner(["custom-role", "list"])).out, "There are no custom roles that you may see.");

    const created = await owner(["custom-role", "import", file]);
    assert.match(created.out, /^Created custom role NamespaceGlobalReadOnly \(id [0-9a-f]{32}\)\.$/);
    assert.match(created.err, /moved cloud\.namespace\.list from namespaces to accounts/);
    assert.match((await owner(["custom-role", "import", file])).out, /^Unchanged: custom role/);
  });

  onPlane("updates by name, and shows before who would gain or lose what", async (plane) => {
    const owner = as(plane, plane.ownerKey);
    const { out } = await owner(["custom-role", "list", "-o", "json"]);
    const [role] = (JSON.parse(out) as { custom_roles: { id: string }[] }).custom_roles;
    const { id } = await makeServiceAccount(plane, {
      accountAccess: { role: AccountAccess_Role.READ, customRoles: [role?.id ?? ""] },
    });
    const changed = { ...asPublished, grants: asPublished.grants.slice(0, 1) };
    const dry = await owner(["custom-role", "import", fileOf(changed), "--dry-run"]);
    assert.match(
      dry.out,
      /^Would update .*\n {2}- cloud\.namespace\.get on all namespaces\nHolders:\n {2}sa-\S+\n {4}loses cloud\.namespace\.get/,
    );
    const done = await owner(["custom-role", "import", fileOf(changed), "-o", "json"]);
    assert.equal((JSON.parse(done.out) as { action: string }).action, "update");
    assert.notEqual(id, "");
  });

  onPlane("exports what import takes back unchanged, by name and by id", async (plane) => {
    const owner = as(plane, plane.ownerKey);
    const exported = await owner(["custom-role", "export", "NamespaceGlobalReadOnly"]);
    assert.match((await owner(["custom-role", "import", "-"], exported.out)).out, /^Unchanged/);
    const missing = await owner(["custom-role", "export", "Nope"]);
    assert.equal(missing.exitCode, 2);
    assert.match(missing.err, /There is no custom role "Nope"/);
  });

  onPlane("says which field the server refuses", async (plane) => {
    const role = {
      name: "Wrong",
      permissions: [{ actions: ["cloud.namespace.gett"], resources: { resource_type: "namespaces", allow_all: true } }],
    };
    const { exitCode, err } = await as(plane, plane.ownerKey)(["custom-role", "import", fileOf(role)]);
    assert.equal(exitCode, 2);
    assert.match(err, /spec\.permissions\[0\]\.actions\[0\].*did you mean cloud\.namespace\.get\?/);
  });

  onPlane("says what is missing and whom to ask, to who may not", async (plane) => {
    const { key } = await makeServiceAccount(plane, reader);
    const text = await as(plane, key)(["custom-role", "import", fileOf(asPublished)]);
    assert.equal(text.exitCode, 2);
    assert.match(text.err, /Error: permission denied: cloud\.customrole\.\w+ on this account is needed/);
    assert.match(text.err, /#platform/);
    const json = await as(plane, key)(["custom-role", "import", fileOf(asPublished), "-o", "json"]);
    const { error } = JSON.parse(json.err) as { error: { code: string; contact: { team: string } } };
    assert.equal(error.code, "permission_denied");
    assert.equal(error.contact.team, "Platform team");
  });
});

describe("remit can, who-can and whoami", () => {
  onPlane("answers allowed with exit code 0 and denied with 1, each with its reason", async (plane) => {
    const { key, id } = await makeServiceAccount(plane, reader);
    const caller = as(plane, key);
    const allowed = await caller(["can", "cloud.account.get"]);
    assert.equal(allowed.exitCode, 0);
    assert.match(allowed.out, /^allowed: .*\n {2}by account role read/);
    const denied = await caller(["can", "cloud.customrole.create"]);
    assert.equal(denied.exitCode, 1);
    assert.match(denied.out, /^denied: /);
    const asked = await as(plane, plane.ownerKey)(["can", "cloud.customrole.create", "--as", id, "-o", "json"]);
    assert.equal(asked.exitCode, 1);
    const answer = JSON.parse(asked.out) as { allowed: boolean; remedy: { action: string } };
    assert.deepEqual([answer.allowed, answer.remedy.action], [false, "cloud.customrole.create"]);
  });

  onPlane("asks for another by e-mail and by a service account's name", async (plane) => {
    const owner = as(plane, plane.ownerKey);
    assert.equal((await owner(["can", "cloud.customrole.create", "--as", "owner@example.com"])).exitCode, 0);
    const nobody = await owner(["can", "cloud.account.get", "--as", "nobody-of-this-name"]);
    assert.equal(nobody.exitCode, 2);
    assert.doesNotMatch(nobody.err, /\n\s+at /);
  });

  onPlane("lists everyone who may, and by what", async (plane) => {
    const { out } = await as(plane, plane.ownerKey)(["who-can", "cloud.customrole.create"]);
    assert.match(out, /^KIND +NAME +ID +BY\nuser +owner@example\.com +\S+ +account role owner/);
  });

  onPlane("says whose key it is, and refuses a wrong one", async (plane) => {
    const { out } = await as(plane, plane.ownerKey)(["whoami"]);
    assert.match(out, /^User owner@example\.com \(id [0-9a-f]{32}\)\nAccount role: owner\nAPI key: first key/);
    const wrong = await as(plane, "remit_key_wrong")(["whoami"]);
    assert.equal(wrong.exitCode, 2);
    assert.match(wrong.err, /^Error: .* The key came from REMIT_API_KEY\. .*unset the variable/);
  });

  onPlane("gives the connection as shell variables, quoted", async (plane) => {
    const { out } = await as(plane, plane.ownerKey)(["env"]);
    const lines = [
      `export REMIT_ADDRESS='${plane.url}'`,
      `export REMIT_API_KEY='${plane.ownerKey}'`,
      `export REMIT_ACCOUNT='${plane.accountId}'`,
    ];
    assert.equal(out, lines.join("\n"));
  });
});
