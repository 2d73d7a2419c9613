import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import type { WholeList } from "../data/all-pages.ts";
import { renderOnPage } from "../testing/render.tsx";
import { DataTable } from "./data-table.tsx";

interface Thing {
  readonly name: string;
  readonly size: number;
}

const columns = [
  { title: "Name", render: ({ name }: Thing) => name, sortBy: ({ name }: Thing) => name },
  { title: "Size", render: ({ size }: Thing) => size, sortBy: ({ size }: Thing) => size },
];

function show(
  items: readonly Thing[],
  list: Partial<WholeList<Thing>> = {},
  selectionActions?: (selected: readonly Thing[]) => ReactNode,
) {
  const whole = { items, complete: true, loading: false, error: null, retry: () => undefined, ...list };
  renderOnPage(
    <DataTable
      label="Things"
      list={whole}
      columns={columns}
      keyOf={({ name }) => name}
      nameOf={({ name }) => name}
      textOf={({ name }) => name}
      empty={<p>No things yet</p>}
      {...(selectionActions && { selectionActions })}
    />,
  );
}

const namesShown = (): string[] =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getAllByRole("cell")[0]?.textContent ?? "");

const many = Array.from({ length: 120 }, (_, index) => ({ name: `thing ${index}`, size: 120 - index }));

describe("a list", () => {
  afterEach(cleanup);

  it("shows fifty rows a page and says how many there are", async () => {
    show(many);
    assert.equal((await screen.findByRole("status")).textContent, "120 rows");
    assert.equal(namesShown().length, 50);
    await userEvent.click(screen.getByRole("button", { name: "Page 3" }));
    assert.equal(namesShown().length, 20);
  });

  it("finds rows that hold every word, on whatever page they stand", async () => {
    show(many);
    await userEvent.type(await screen.findByLabelText("Search things"), "11 thing");
    await screen.findByText("11 of 120 rows");
    assert.ok(namesShown().every((name) => name.includes("11")));
  });

  it("sorts numbers as numbers, both ways", async () => {
    show(many);
    await userEvent.click(await screen.findByRole("button", { name: "Size" }));
    assert.equal(namesShown()[0], "thing 119");
    await userEvent.click(screen.getByRole("button", { name: "Size" }));
    assert.equal(namesShown()[0], "thing 0");
  });

  it("lets rows be selected over pages and searches, and tells how many", async () => {
    let selected: readonly Thing[] = [];
    const remember = (things: readonly Thing[]) => {
      selected = things;
      return <button type="button">Do it</button>;
    };
    show(many, {}, remember);
    await userEvent.click(await screen.findByLabelText("Select thing 3"));
    await userEvent.type(screen.getByLabelText("Search things"), "thing 11");
    await screen.findByText("11 of 120 rows");
    await userEvent.click(screen.getByLabelText("Select all rows on this page"));
    await screen.findByText("12 selected");
    assert.equal(selected.length, 12);
    await userEvent.click(screen.getByRole("button", { name: "Clear" }));
    await screen.findByText("Select rows to change several at once.");
    assert.equal(screen.queryByRole("button", { name: "Do it" }), null);
  });

  it("says that more is coming, and shows the first step only when there is really nothing", async () => {
    show([], { complete: false });
    await screen.findByText("0 rows, more are coming");
    assert.equal(screen.queryByText("No things yet"), null);
    cleanup();
    show([]);
    await screen.findByText("No things yet");
  });
});
