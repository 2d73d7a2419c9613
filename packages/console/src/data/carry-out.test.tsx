import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { Code, ConnectError } from "@connectrpc/connect";
import { Notifications, notifications } from "@mantine/notifications";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { AsyncOperation_State as State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useState } from "react";
import { renderOnPage } from "../testing/render.tsx";
import { useCarryOut } from "./carry-out.ts";

const words = { doing: "It is being deleted", done: "It has been deleted", failed: "It could not be deleted" };

function Deleting() {
  const [refusal, setRefusal] = useState("");
  const carryOut = useCarryOut(CloudService.method.deleteNamespace);
  const run = (namespace: string) => () =>
    void carryOut({ namespace }, words).catch((error: unknown) => setRefusal(ConnectError.from(error).rawMessage));
  return (
    <>
      <Notifications />
      <button type="button" onClick={run("one")}>
        Delete one
      </button>
      <button type="button" onClick={run("two")}>
        Delete two
      </button>
      <p>{refusal}</p>
    </>
  );
}

describe("a change that the server carries out", () => {
  afterEach(() => {
    notifications.clean();
    cleanup();
  });

  it("goes by the same id when it is sent again, and by another when anything of it changed", async () => {
    const ids: string[] = [];
    renderOnPage(<Deleting />, ({ rpc }) => {
      rpc(CloudService.method.deleteNamespace, ({ asyncOperationId }) => {
        ids.push(asyncOperationId);
        throw new ConnectError("no answer", Code.Unavailable);
      });
    });
    await userEvent.click(await screen.findByText("Delete one"));
    await userEvent.click(screen.getByText("Delete one"));
    await userEvent.click(screen.getByText("Delete two"));
    await screen.findByText("no answer");
    assert.equal(ids[0], ids[1]);
    assert.notEqual(ids[1], ids[2]);
  });

  it("is told while it lasts and when it is done, and why when it failed", async () => {
    let state: State = State.PENDING;
    renderOnPage(<Deleting />, ({ rpc }) => {
      rpc(CloudService.method.deleteNamespace, () => ({ asyncOperation: { id: "o1", state } }));
      rpc(CloudService.method.getAsyncOperation, () => ({
        asyncOperation: { id: "o1", state, failureReason: "the server is full" },
      }));
    });
    await userEvent.click(await screen.findByText("Delete one"));
    await screen.findByText(words.doing);
    state = State.FAILED;
    await screen.findByText(words.failed, {}, { timeout: 5_000 });
    await screen.findByText("the server is full");
  });
});
