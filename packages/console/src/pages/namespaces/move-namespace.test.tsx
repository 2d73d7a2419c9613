import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { ConnectRouter } from "@connectrpc/connect";
import { AccessService } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import type { MoveNamespaceToProjectRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { ProjectAccess_ProjectRole as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { NamespaceSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { renderOnPage } from "../../testing/render.tsx";
import { MoveNamespace } from "./move-namespace.tsx";

const moves: MoveNamespaceToProjectRequest[] = [];

const holder = (id: string, role: Role, inheritedAccess = false) => ({
  id,
  email: `${id}@abc.example`,
  projectAccess: { role },
  inheritedAccess,
});
const inOld = [holder("owner", Role.ADMIN, true), holder("ann", Role.WRITE), holder("both", Role.READ)];
const inNew = [holder("owner", Role.ADMIN, true), holder("both", Role.READ), holder("bob", Role.READ)];

function serve(router: ConnectRouter): void {
  router.service(AccessService, {
    explain: () => ({ allowed: true }),
    listAllowed: () => ({ resourceIds: ["old", "new"] }),
  });
  router.service(CloudService, {
    getProjects: () => ({
      projects: ["old", "new"].map((id) => ({ id, spec: { displayName: `The ${id} one` } })),
    }),
    getUserProjectAssignments: ({ projectId }) => ({ users: projectId === "old" ? inOld : inNew }),
    getUserGroupProjectAssignments: () => ({}),
    getServiceAccountProjectAssignments: () => ({}),
    getConnectivityRules: ({ projectId }) => ({
      connectivityRules: [{ id: `rule of ${projectId}`, spec: { connectionType: { case: "publicRule", value: {} } } }],
    }),
    moveNamespaceToProject: (request) => {
      moves.push(request);
      return {};
    },
  });
}

const namespaceWith = (spec: MessageInitShape<typeof NamespaceSchema>["spec"] = {}) =>
  create(NamespaceSchema, {
    namespace: "orders.abc123",
    projectId: "old",
    resourceVersion: "7",
    state: ResourceState.ACTIVE,
    spec,
  });

async function open(spec?: MessageInitShape<typeof NamespaceSchema>["spec"]) {
  moves.length = 0;
  renderOnPage(<MoveNamespace namespace={namespaceWith(spec)} />, serve);
  await userEvent.click(await screen.findByRole("button", { name: "Move to project" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.click(await dialog.findByRole("combobox", { name: /Destination project/ }));
  await userEvent.click(await screen.findByRole("option", { name: "The new one" }));
  const submit = dialog.getByRole<HTMLButtonElement>("button", { name: "Move" });
  return { dialog, submit };
}

describe("moving a Namespace to another project", () => {
  afterEach(cleanup);

  it("says who loses and who gains access, and of whom nothing changes nothing", async () => {
    const { dialog } = await open();
    const access = within(await dialog.findByRole("group", { name: "Access after the move" }));
    const told = access.getAllByRole("listitem").map((item) => item.textContent);
    assert.deepEqual(told, ["User ann@abc.example: Write", "User bob@abc.example: Read"]);
  });

  it("is of the version and from the project that were seen", async () => {
    const { submit } = await open();
    await userEvent.click(submit);
    const [move] = moves;
    assert.deepEqual(
      [move?.namespace, move?.destinationProjectId, move?.expectedSourceProjectId, move?.resourceVersion],
      ["orders.abc123", "new", "old", "7"],
    );
    assert.equal(move?.destinationConnectivityRules.case, undefined);
  });

  it("opens no Namespace that has rules to everywhere unless somebody says so", async () => {
    const { dialog, submit } = await open({ connectivityRuleIds: ["rule of old"] });
    assert.ok(submit.disabled);
    await userEvent.click(dialog.getByRole("radio", { name: "By rules of the new project" }));
    assert.ok(submit.disabled);
    await userEvent.click(await dialog.findByRole("checkbox", { name: "Public" }));
    await userEvent.click(submit);
    assert.deepEqual(
      moves.map(({ destinationConnectivityRules: { case: kind, value } }) => [
        kind,
        kind === "ruleIds" && value.connectivityRuleIds,
      ]),
      [["ruleIds", ["rule of new"]]],
    );
  });
});
