import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { ConnectRouter } from "@connectrpc/connect";
import { AccessService } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { type CheckedNamespaceSchema, NamespaceService } from "@remit/protocol/gen/remit/v1/namespaces_pb.ts";
import { NamespaceSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { renderOnPage } from "../../testing/render.tsx";
import { OnServer } from "./on-server.tsx";

const namespace = create(NamespaceSchema, {
  namespace: "orders.abc123",
  resourceVersion: "7",
  state: ResourceState.ACTIVE,
});
const released: object[] = [];

const serve =
  (found: MessageInitShape<typeof CheckedNamespaceSchema>) =>
  (router: ConnectRouter): void => {
    router.service(AccessService, {
      explain: ({ operation }) => ({ allowed: operation !== "cloud.namespace.update" }),
    });
    router.service(NamespaceService, {
      checkNamespaces: ({ namespace: asked, all }) => ({ namespaces: asked === "orders.abc123" && all ? [found] : [] }),
      release: ({ namespace: id, resourceVersion }) => {
        released.push({ id, resourceVersion });
        return {};
      },
    });
  };

describe("a Namespace on its Temporal server", () => {
  afterEach(cleanup);

  it("is shown by its name there, and released only once its name here was typed", async () => {
    renderOnPage(<OnServer namespace={namespace} />, serve({ serverName: "legacy_orders", adopted: true }));
    await screen.findByText("legacy_orders");
    screen.getByText("The server has what was applied.");
    await userEvent.click(screen.getByRole("button", { name: "Release" }));
    const dialog = within(await screen.findByRole("dialog"));
    const confirm = dialog.getByRole<HTMLButtonElement>("button", { name: "Release Namespace" });
    assert.ok(confirm.disabled);
    await userEvent.type(dialog.getByRole("textbox"), "orders.abc123");
    await userEvent.click(confirm);
    assert.deepEqual(released, [{ id: "orders.abc123", resourceVersion: "7" }]);
  });

  it("that was created here cannot be released, and says where the two disagree", async () => {
    const differences = [{ field: "retention_days", here: "7", there: "3" }];
    const found = { serverName: "orders.abc123", differences, repairable: true };
    renderOnPage(<OnServer namespace={namespace} />, serve(found));
    await screen.findByText(/7 here, 3 there/);
    assert.equal(screen.queryByRole("button", { name: "Release" }), null);
    // To repair is to update, which this person may not.
    const repair = await screen.findByRole("button", { name: "Repair" });
    assert.equal(repair.getAttribute("aria-disabled"), "true");
  });
});
