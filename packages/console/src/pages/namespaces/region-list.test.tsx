import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError, type ConnectRouter } from "@connectrpc/connect";
import { AccessService } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import {
  NamespaceSchema,
  type ReplicaSchema,
  Replica_ReplicaState as State,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { renderOnPage } from "../../testing/render.tsx";
import { AddRegion, RegionList } from "./region-list.tsx";

const sent: object[] = [];

function serve(router: ConnectRouter): void {
  router.service(AccessService, {
    explain: ({ operation }) => ({ allowed: operation !== "cloud.namespace.deleteRegion" }),
  });
  router.service(CloudService, {
    getRegions: () => ({ regions: ["east", "west"].map((id) => ({ id, location: "Somewhere" })) }),
    failoverNamespaceRegion: ({ namespace, region }) => {
      sent.push({ namespace, region });
      throw new ConnectError("region: west has not caught up yet", Code.FailedPrecondition);
    },
    addNamespaceRegion: ({ namespace, region, resourceVersion }) => {
      sent.push({ namespace, region, resourceVersion });
      return {};
    },
  });
}

const inRegions = (...replicas: MessageInitShape<typeof ReplicaSchema>[]) =>
  create(NamespaceSchema, {
    namespace: "orders.abc123",
    resourceVersion: "7",
    state: ResourceState.ACTIVE,
    activeRegion: "east",
    replicas,
  });
const east = { id: "east", region: "east", isPrimary: true, state: State.ACTIVE };
const west = (state: State) => ({ id: "west", region: "west", state });

describe("the regions of a Namespace", () => {
  afterEach(() => {
    cleanup();
    sent.length = 0;
  });

  it("say how each fares, and that one which is not ready takes nobody's place", async () => {
    renderOnPage(<RegionList namespace={inRegions(east, west(State.ADDING))} />, serve);
    const items = await screen.findAllByRole("listitem");
    assert.deepEqual(
      items.map((item) => /Active|Being added/.exec(item.textContent)?.[0]),
      ["Active", "Being added"],
    );
    const failOver = screen.getByRole("button", { name: "Fail over to west" });
    assert.equal(failOver.getAttribute("aria-disabled"), "true");
    await userEvent.click(failOver);
    assert.equal(screen.queryByRole("dialog"), null);
    // What may not be done is grey.
    const remove = await screen.findByRole("button", { name: "Remove west" });
    assert.equal(remove.getAttribute("aria-disabled"), "true");
  });

  it("fail over only when that was confirmed, and say in the dialog why it was refused", async () => {
    renderOnPage(<RegionList namespace={inRegions(east, west(State.ACTIVE))} />, serve);
    await userEvent.click(await screen.findByRole("button", { name: "Fail over to west" }));
    const dialog = within(await screen.findByRole("dialog"));
    assert.deepEqual(sent, []);
    await userEvent.click(dialog.getByRole("button", { name: "Fail over to west" }));
    await dialog.findByText(/west has not caught up yet/);
    assert.deepEqual(sent, [{ namespace: "orders.abc123", region: "west" }]);
  });

  it("offer a second one of those in which it is not", async () => {
    renderOnPage(<AddRegion namespace={inRegions(east)} />, serve);
    await userEvent.click(await screen.findByRole("button", { name: "Add region" }));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.click(await dialog.findByRole("combobox", { name: /Region/ }));
    const options = await screen.findAllByRole("option");
    assert.deepEqual(
      options.map((option) => option.textContent),
      ["west · Somewhere (–)"],
    );
    await userEvent.click(options[0] as HTMLElement);
    await userEvent.click(dialog.getByRole("button", { name: "Add region" }));
    assert.deepEqual(sent, [{ namespace: "orders.abc123", region: "west", resourceVersion: "7" }]);
  });
});
