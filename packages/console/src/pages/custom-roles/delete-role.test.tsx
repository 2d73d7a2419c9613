import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, type ConnectRouter } from "@connectrpc/connect";
import { ErrorInfoSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";
import { AccessService } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { CustomRoleSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { renderOnPage } from "../../testing/render.tsx";
import { DeleteRole } from "./delete-role.tsx";

const role = create(CustomRoleSchema, { id: "r1", resourceVersion: "7", spec: { name: "auditor" } });
const access = { accountAccess: { customRoles: ["r1"] } };

interface Server {
  readonly seesAccess?: boolean;
  readonly refuse?: boolean;
  /** Somebody has changed the role since, so that this is its version. */
  readonly version?: string;
}

function serve({ seesAccess = true, refuse = false, version = "7" }: Server, deleted: string[] = []) {
  return (router: ConnectRouter) => {
    router.service(AccessService, {
      explain: () => ({ allowed: seesAccess }),
      diffRole: () => ({ changes: seesAccess ? [{ principal: { id: "u1", name: "ann@example.com" } }] : [] }),
    });
    router.service(CloudService, {
      getUsers: () => ({ users: [{ id: "u1", spec: { email: "ann@example.com", ...(seesAccess && { access }) } }] }),
      getUserGroups: () => ({ groups: [{ id: "g1", spec: { displayName: "oncall", access } }] }),
      getServiceAccounts: () => ({ serviceAccount: [{ id: "s1", spec: { name: "ci" } }] }),
      getCustomRole: () => ({ customRole: { id: "r1", resourceVersion: version, spec: { name: "auditor" } } }),
      deleteCustomRole: ({ roleId, resourceVersion }) => {
        if (refuse) throw new ConnectError("You lack cloud.customrole.delete", Code.PermissionDenied);
        if (resourceVersion !== version) throw versionMismatch();
        deleted.push(`${roleId} at ${resourceVersion}`);
        return {};
      },
    });
  };
}

function versionMismatch(): ConnectError {
  const value = { reason: "VERSION_MISMATCH", domain: "remit", metadata: {} };
  return new ConnectError("stale", Code.FailedPrecondition, undefined, [{ desc: ErrorInfoSchema, value }]);
}

describe("the question before a role is deleted", () => {
  afterEach(cleanup);

  it("names everybody who holds it, and how many can do less afterwards", async () => {
    renderOnPage(<DeleteRole role={role} onClose={() => undefined} />, serve({}));
    await screen.findByText("ann@example.com");
    await screen.findByText("oncall");
    assert.equal(screen.queryByText("ci"), null);
    await screen.findByText(/1 person or service account can do less/);
  });

  it("does not say that nobody holds it to whoever may not see who does", async () => {
    renderOnPage(<DeleteRole role={role} onClose={() => undefined} />, serve({ seesAccess: false }));
    await screen.findByText(/Everybody who holds it loses what it gives/);
    assert.equal(screen.queryByText("Nobody holds it."), null);
  });

  it("deletes the version that was shown, once it is answered", async () => {
    const deleted: string[] = [];
    let done = false;
    const onDeleted = () => {
      done = true;
    };
    renderOnPage(<DeleteRole role={role} onClose={() => undefined} onDeleted={onDeleted} />, serve({}, deleted));
    await userEvent.click(await screen.findByRole("button", { name: "Delete Custom Role" }));
    assert.deepEqual(deleted, ["r1 at 7"]);
    assert.ok(done);
  });

  it("asks once more when somebody has changed the role meanwhile", async () => {
    const deleted: string[] = [];
    renderOnPage(<DeleteRole role={role} onClose={() => undefined} />, serve({ version: "8" }, deleted));
    await userEvent.click(await screen.findByRole("button", { name: "Delete Custom Role" }));
    await screen.findByText(/was changed since this page read it/);
    assert.deepEqual(deleted, []);
    await userEvent.click(screen.getByRole("button", { name: "Delete Custom Role" }));
    assert.deepEqual(deleted, ["r1 at 8"]);
  });

  it("stays open with the reason when it is refused", async () => {
    renderOnPage(<DeleteRole role={role} onClose={() => assert.fail("closed")} />, serve({ refuse: true }));
    await userEvent.click(await screen.findByRole("button", { name: "Delete Custom Role" }));
    await screen.findByText("You lack cloud.customrole.delete");
  });
});
