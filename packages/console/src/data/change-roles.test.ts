import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { ErrorInfoSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { AccessSchema, UserSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { changeRoles, type RoleOutcome, withRoles } from "./change-roles.ts";
import { fromUser, type Identity } from "./identities.ts";

const makeUser = (id: string, customRoles: string[] = []) =>
  create(UserSchema, {
    id,
    resourceVersion: "1",
    spec: { email: `${id}@example.com`, access: { accountAccess: { customRoles } } },
  });

function versionMismatch(): ConnectError {
  const error = new ConnectError("somebody was faster", Code.FailedPrecondition);
  error.details.push({ desc: ErrorInfoSchema, value: { reason: "VERSION_MISMATCH" } });
  return error;
}

/** A server that refuses `refused`, and says once of `raced` that somebody was faster. */
function serve(users: ReadonlyMap<string, ReturnType<typeof makeUser>>, refused: string, raced: string) {
  const operationIds: string[] = [];
  let races = 1;
  const transport = createRouterTransport(({ service }) => {
    service(CloudService, {
      getUser: ({ userId }) => ({ user: users.get(userId) as ReturnType<typeof makeUser> }),
      updateUser: ({ userId, asyncOperationId }) => {
        operationIds.push(asyncOperationId);
        if (userId === refused) throw new ConnectError("not yours", Code.PermissionDenied);
        if (userId === raced && races-- > 0) throw versionMismatch();
        return {};
      },
    });
  });
  return { cloud: createClient(CloudService, transport), operationIds };
}

describe("a custom role for several at once", () => {
  it("has an outcome for each, and one that is refused stops no other", async () => {
    const users = new Map(
      [makeUser("has-it", ["r"]), makeUser("refused"), makeUser("raced"), makeUser("plain")].map((user) => [
        user.id,
        user,
      ]),
    );
    const { cloud, operationIds } = serve(users, "refused", "raced");
    const bound: Identity = { ...fromUser(makeUser("bound")), kind: "service-account", bound: true };
    const outcomes = new Map<string, RoleOutcome["kind"]>();
    await changeRoles(cloud, [...[...users.values()].map(fromUser), bound], "assign", ["r"], ({ id }, { kind }) =>
      outcomes.set(id, kind),
    );
    assert.deepEqual(Object.fromEntries(outcomes), {
      "has-it": "unchanged",
      refused: "failed",
      raced: "done",
      plain: "done",
      bound: "failed",
    });
    assert.equal(new Set(operationIds).size, operationIds.length);
  });

  it("adds to what is held and takes nothing else away", () => {
    const access = create(AccessSchema, { accountAccess: { customRoles: ["a"] } });
    assert.ok(withRoles(access, "assign", ["a", "b"]));
    assert.deepEqual(access.accountAccess?.customRoles, ["a", "b"]);
    assert.equal(withRoles(access, "assign", ["b"]), false);
    assert.ok(withRoles(access, "remove", ["a", "z"]));
    assert.deepEqual(access.accountAccess?.customRoles, ["b"]);
  });
});
