// One writer: it owns a few objects and changes them one write after another, each with an id of its own. It begins
// where its journal ends, so that it goes on after a restart.
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  AccountAccess_Role,
  OwnerType,
  ProjectAccess_ProjectRole,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Caller } from "../harness/control-plane.ts";
import { type Journal, send, type Table, type Write } from "./journal.ts";
import type { Random } from "./random.ts";

/** An object as its writer knows it. */
interface Owned {
  readonly object: string;
  readonly table: Table;
  id: string;
  marker: string;
}

export class Writer {
  readonly #number: number;
  readonly #journal: Journal;
  readonly #random: Random;
  readonly #project: string;
  readonly #owned: Owned[] = [];
  #count = 0;

  constructor(number: number, journal: Journal, random: Random, defaultProject: string) {
    this.#number = number;
    this.#journal = journal;
    this.#random = random;
    this.#project = defaultProject;
  }

  /** The next write, whatever it is. Rejects when it was not answered; it then stands open in the journal. */
  async step(caller: Caller): Promise<void> {
    const write = await this.#plan(caller);
    this.settle(write, await send(caller, write));
  }

  /** Notes an answer, of a first attempt or of a retry. */
  settle(write: Write, answer: NonNullable<Write["answer"]>): void {
    write.answer = answer;
    const { object, table, kind, marker } = write.effect;
    const known = this.#owned.findIndex((owned) => owned.object === object);
    if (kind === "make") this.#owned.push({ object, table, id: answer.objectId, marker });
    else if (kind === "remove") this.#owned.splice(known, 1);
    else if (this.#owned[known] !== undefined) this.#owned[known].marker = marker;
  }

  async #plan(caller: Caller): Promise<Write> {
    const table = this.#random.pick<Table>(["custom_roles", "users", "service_accounts", "api_keys", "user_groups"]);
    const mine = this.#owned.filter((owned) => owned.table === table);
    if (mine.length === 0 || (mine.length < 4 && this.#random.chance(0.4))) return this.#make(table);
    const owned = this.#random.pick(mine);
    if (this.#random.chance(0.2) && !this.#isNeeded(owned)) return this.#remove(caller, owned);
    return this.#change(caller, owned);
  }

  /** A service account goes with its keys, so it stays while it has some; so does a group's member. */
  #isNeeded({ table }: Owned): boolean {
    const has = (other: Table): boolean => this.#owned.some((owned) => owned.table === other);
    return (table === "service_accounts" && has("api_keys")) || (table === "users" && has("user_groups"));
  }

  #make(table: Table): Write {
    this.#count += 1;
    const object = `w${this.#number}-${this.#count}-${this.#random.whole(0, 1e9)}`;
    const begin = (rpc: Write["rpc"], request: object, marker: string): Write =>
      this.#journal.begin(this.#number, rpc, request as Write["request"], { table, object, kind: "make", marker });
    switch (table) {
      case "custom_roles":
        return begin("createCustomRole", { spec: roleSpec(object, "made") }, "made");
      case "users":
        return begin(
          "createUser",
          { spec: { email: `${object}@example.com`, access: accountAccess("READ") } },
          "READ,",
        );
      case "service_accounts":
        return begin(
          "createServiceAccount",
          { spec: { name: object, description: "made", access: accountAccess("READ") } },
          "made",
        );
      case "user_groups":
        return begin("createUserGroup", { spec: groupSpec(object) }, `${object},`);
      case "api_keys": {
        const owner = this.#owned.find((owned) => owned.table === "service_accounts");
        return owner === undefined
          ? this.#make("service_accounts")
          : begin("createApiKey", { spec: keySpec(owner.id, object) }, object);
      }
    }
  }

  async #remove(caller: Caller, owned: Owned): Promise<Write> {
    const { table, object, id } = owned;
    const effect = { table, object, kind: "remove", marker: "" } as const;
    const resourceVersion = await readVersion(caller, owned);
    const begin = (rpc: Write["rpc"], request: Write["request"]): Write =>
      this.#journal.begin(this.#number, rpc, { ...request, resourceVersion }, effect);
    switch (table) {
      case "custom_roles":
        return begin("deleteCustomRole", { roleId: id });
      case "users":
        return begin("deleteUser", { userId: id });
      case "service_accounts":
        return begin("deleteServiceAccount", { serviceAccountId: id });
      case "api_keys":
        return begin("deleteApiKey", { keyId: id });
      case "user_groups":
        return begin("deleteUserGroup", { groupId: id });
    }
  }

  async #change(caller: Caller, owned: Owned): Promise<Write> {
    const { table, object, id } = owned;
    const text = `changed ${this.#random.whole(0, 1e9)}`;
    const begin = (rpc: Write["rpc"], request: object, marker: string, kind: "change" | "touch" = "change"): Write =>
      this.#journal.begin(this.#number, rpc, request as Write["request"], { table, object, kind, marker });
    switch (table) {
      case "custom_roles": {
        const { customRole } = await caller.cloud.getCustomRole({ roleId: id });
        const request = { roleId: id, spec: roleSpec(object, text), resourceVersion: customRole?.resourceVersion };
        return begin("updateCustomRole", request, text);
      }
      case "users":
        return this.#changeUser(caller, owned, begin);
      case "service_accounts": {
        const { serviceAccount } = await caller.cloud.getServiceAccount({ serviceAccountId: id });
        const spec = { ...serviceAccount?.spec, description: text };
        return begin(
          "updateServiceAccount",
          { serviceAccountId: id, spec, resourceVersion: serviceAccount?.resourceVersion },
          text,
        );
      }
      case "api_keys": {
        const { apiKey } = await caller.cloud.getApiKey({ keyId: id });
        const request = {
          keyId: id,
          spec: { ...apiKey?.spec, displayName: text },
          resourceVersion: apiKey?.resourceVersion,
        };
        return begin("updateApiKey", request, text);
      }
      case "user_groups":
        return this.#changeMembers(owned, begin);
    }
  }

  async #changeUser(caller: Caller, { id, marker }: Owned, begin: Begin): Promise<Write> {
    const { user } = await caller.cloud.getUser({ userId: id });
    const [role = "READ", project = ""] = marker.split(",");
    if (this.#random.chance(0.5)) {
      const next = project === "READ" ? "WRITE" : "READ";
      const access = { role: ProjectAccess_ProjectRole[next] };
      const request = { projectId: this.#project, userId: id, access, resourceVersion: user?.resourceVersion };
      return begin("setUserProjectAccess", request, `${role},${next}`);
    }
    const next = role === "READ" ? "DEVELOPER" : "READ";
    const access = { ...accountAccess(next), projectAccesses: user?.spec?.access?.projectAccesses ?? {} };
    const spec = { email: user?.spec?.email ?? "", access };
    return begin("updateUser", { userId: id, spec, resourceVersion: user?.resourceVersion }, `${next},${project}`);
  }

  #changeMembers({ id, marker }: Owned, begin: Begin): Write {
    const member = this.#owned.find((owned) => owned.table === "users");
    if (member === undefined) return this.#make("users");
    const [name = "", members = ""] = marker.split(",");
    const joins = members === "";
    const memberId = { memberType: { case: "userId", value: member.id } };
    const rpc = joins ? "addUserGroupMember" : "removeUserGroupMember";
    const leaving = joins ? memberId : { memberType: { case: "userId", value: members } };
    return begin(rpc, { groupId: id, memberId: leaving }, `${name},${joins ? member.id : ""}`, "touch");
  }
}

type Begin = (rpc: Write["rpc"], request: object, marker: string, kind?: "change" | "touch") => Write;

const roleSpec = (name: string, description: string) => ({
  name,
  description,
  permissions: [
    { actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", allowAll: true, resourceIds: [] } },
  ],
});

const accountAccess = (role: "READ" | "DEVELOPER") => ({ accountAccess: { role: AccountAccess_Role[role] } });

const groupSpec = (displayName: string) => ({
  displayName,
  access: accountAccess("READ"),
  groupType: { case: "cloudGroup", value: {} },
});

const keySpec = (ownerId: string, displayName: string) => ({
  ownerId,
  ownerType: OwnerType.SERVICE_ACCOUNT,
  displayName,
  expiryTime: timestampFromMs(Math.floor(Date.now() / 1000) * 1000 + 86_400_000),
});

async function readVersion({ cloud }: Caller, { table, id }: Owned): Promise<string> {
  switch (table) {
    case "custom_roles":
      return (await cloud.getCustomRole({ roleId: id })).customRole?.resourceVersion ?? "";
    case "users":
      return (await cloud.getUser({ userId: id })).user?.resourceVersion ?? "";
    case "service_accounts":
      return (await cloud.getServiceAccount({ serviceAccountId: id })).serviceAccount?.resourceVersion ?? "";
    case "api_keys":
      return (await cloud.getApiKey({ keyId: id })).apiKey?.resourceVersion ?? "";
    case "user_groups":
      return (await cloud.getUserGroup({ groupId: id })).group?.resourceVersion ?? "";
  }
}
