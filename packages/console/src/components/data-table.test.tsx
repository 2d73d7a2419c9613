import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
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

function show(items: readonly Thing[], list: Partial<WholeList<Thing>> = {}) {
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
    assert.equal((await screen.findByRole("status")).textContent, "120");
    assert.equal(namesShown().length, 50);
    await userEvent.click(screen.getByRole("button", { name: "Page 3" }));
    assert.equal(namesShown().length, 20);
  });

  it("finds rows that hold every word, on whatever page they stand", async () => {
    show(many);
    await userEvent.type(await screen.findByLabelText("Search things"), "11 thing");
    await screen.findByText("11 of 120");
    assert.ok(namesShown().every((name) => name.includes("11")));
  });

  it("sorts numbers as numbers, both ways", async () => {
    show(many);
    await userEvent.click(await screen.findByRole("button", { name: "Size" }));
    assert.equal(namesShown()[0], "thing 119");
    await userEvent.click(screen.getByRole("button", { name: "Size" }));
    assert.equal(namesShown()[0], "thing 0");
  });

  it("says that more is coming, and shows the first step only when there is really nothing", async () => {
    show([], { complete: false });
    await screen.findByText("0, more are coming");
    assert.equal(screen.queryByText("No things yet"), null);
    cleanup();
    show([]);
    await screen.findByText("No things yet");
  });
});
