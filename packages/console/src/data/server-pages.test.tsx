import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { ActivityService } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useState } from "react";
import { PagedTable } from "../components/paged-table.tsx";
import { renderOnPage } from "../testing/render.tsx";
import { useAuditRecords } from "./activity.ts";

function Records() {
  const [resource, setResource] = useState("");
  const list = useAuditRecords({ resource });
  return (
    <>
      <button type="button" onClick={() => setResource("x")}>
        Narrow
      </button>
      <PagedTable
        label="Records"
        list={list}
        keyOf={({ logId }) => logId}
        columns={[{ title: "Id", render: ({ logId }) => logId }]}
        empty={<p>Nothing</p>}
      />
    </>
  );
}

describe("a list that the server pages", () => {
  afterEach(cleanup);

  it("goes on and back, and begins again when it is narrowed otherwise", async () => {
    const asked: string[] = [];
    renderOnPage(<Records />, ({ rpc }) => {
      rpc(ActivityService.method.getAuditRecords, ({ resource, pageToken }) => {
        asked.push(`${resource}/${pageToken}`);
        const page = Number(pageToken || "1");
        const records = [{ logId: `record ${resource}${page}` }];
        return { records, nextPageToken: page < 3 ? String(page + 1) : "" };
      });
    });
    await screen.findByText("record 1");
    await userEvent.click(screen.getByRole("button", { name: "Older" }));
    await screen.findByText("record 2");
    await userEvent.click(screen.getByRole("button", { name: "Older" }));
    await screen.findByText("record 3");
    assert.ok(screen.getByRole<HTMLButtonElement>("button", { name: "Older" }).disabled);
    await userEvent.click(screen.getByRole("button", { name: "Newer" }));
    await screen.findByText("record 2");
    await userEvent.click(screen.getByText("Narrow"));
    await screen.findByText("record x1");
    assert.equal(asked.at(-1), "x/");
  });
});
