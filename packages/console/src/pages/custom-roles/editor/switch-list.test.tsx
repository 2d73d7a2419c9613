import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useState } from "react";
import { renderOnPage } from "../../../testing/render.tsx";
import { offersFor } from "../draft/offer.ts";
import { SwitchList } from "./switch-list.tsx";

let on: readonly string[] = [];

function Switches({ start = [], own }: { readonly start?: readonly string[]; readonly own?: ReadonlySet<string> }) {
  const [actions, setActions] = useState<readonly string[]>(start);
  on = actions;
  return (
    <SwitchList
      label="Permissions on all Namespaces"
      groups={offersFor("namespaces")}
      isOn={(operation) => actions.includes(operation)}
      onToggle={(operations, turnOn) =>
        setActions(turnOn ? [...actions, ...operations] : actions.filter((action) => !operations.includes(action)))
      }
      own={own}
    />
  );
}

const switchOf = (name: string) => screen.findByRole<HTMLInputElement>("switch", { name });

describe("the switches of a kind of resource", () => {
  afterEach(cleanup);

  it("turn one operation on, and off again", async () => {
    renderOnPage(<Switches />);
    await userEvent.click(await switchOf("cloud.namespace.get"));
    assert.deepEqual(on, ["cloud.namespace.get"]);
    await userEvent.click(await switchOf("cloud.namespace.get"));
    assert.deepEqual(on, []);
  });

  it("are grey with the catalogue's reason where an operation cannot be granted", async () => {
    renderOnPage(<Switches />);
    assert.ok((await switchOf("cloud.namespace.moveToProject admin")).disabled);
    await screen.findByText(/Not available: moving between projects belongs to the Project Admin/);
  });

  it("are grey for what the editor does not hold, but let go of what is on already", async () => {
    renderOnPage(<Switches start={["cloud.namespace.delete"]} own={new Set(["cloud.namespace.get"])} />);
    assert.ok(!(await switchOf("cloud.namespace.get")).disabled);
    assert.ok((await switchOf("cloud.namespace.update write")).disabled);
    await userEvent.click(await switchOf("cloud.namespace.delete admin"));
    assert.deepEqual(on, []);
    assert.ok((await switchOf("cloud.namespace.delete admin")).disabled);
  });

  it("turn on all of a group at once, but for what cannot be granted", async () => {
    renderOnPage(<Switches />);
    await userEvent.click(await screen.findByRole("button", { name: "Turn on all: Namespaces" }));
    assert.ok(on.includes("cloud.namespace.get") && on.includes("cloud.namespace.update"));
    assert.ok(!on.includes("cloud.namespace.moveToProject"));
    assert.ok(on.every((operation) => operation.startsWith("cloud.namespace.")));
  });

  it("are found in groups that were closed", async () => {
    renderOnPage(<Switches />);
    await screen.findByText("Workflows");
    assert.equal(screen.queryByRole("switch", { name: "temporal.workflow.terminate write" }), null);
    await userEvent.type(screen.getByLabelText("Search permissions on all namespaces"), "terminate");
    await userEvent.click(await switchOf("temporal.workflow.terminate write"));
    assert.deepEqual(on, ["temporal.workflow.terminate"]);
    await userEvent.clear(screen.getByLabelText("Search permissions on all namespaces"));
    await userEvent.type(screen.getByLabelText("Search permissions on all namespaces"), "frobnicate");
    await screen.findByText("No operation matches “frobnicate”.");
  });
});
