import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { renderOnPage } from "../../../testing/render.tsx";
import { ChangeText } from "./change-text.tsx";

describe("a change in words", () => {
  afterEach(cleanup);

  it("stands whole when it is short, with how it stands for those who do not see the mark", async () => {
    renderOnPage(<ChangeText state="done: ">1. delete the API key ci</ChangeText>);
    const text = await screen.findByText("1. delete the API key ci", { exact: false });
    assert.equal(text.textContent, "done: 1. delete the API key ci");
    assert.equal(screen.queryByRole("button"), null);
  });

  it("is cut when it is long, until all of it is asked for", async () => {
    renderOnPage(<ChangeText state="">{`1. create the role x: ${"cloud.namespace.get, ".repeat(40)}`}</ChangeText>);
    const isCut = () => screen.getByText(/create the role x/).getAttribute("data-line-clamp") === "true";
    const button = await screen.findByRole("button", { name: "Show all of it", expanded: false });
    assert.ok(isCut());
    await userEvent.click(button);
    screen.getByRole("button", { name: "Show less", expanded: true });
    assert.ok(!isCut());
  });
});
