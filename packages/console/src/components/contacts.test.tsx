import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { cleanup, screen } from "@testing-library/react";
import { renderOnPage } from "../testing/render.tsx";
import { Contacts, describeHours } from "./contacts.tsx";

const none = { chat: "", email: "", onCall: "", ticket: "" };

describe("how a team is reached", () => {
  afterEach(cleanup);

  it("is told as text, and as links only where a browser merely opens them", async () => {
    renderOnPage(
      <Contacts
        contacts={{ ...none, chat: "#orders", onCall: "https://oncall.example/", ticket: "javascript:alert(1)" }}
      />,
    );
    await screen.findByText("#orders");
    const links = screen.getAllByRole("link");
    assert.deepEqual(
      links.map((link) => link.getAttribute("href")),
      ["https://oncall.example/"],
    );
    assert.match(links[0]?.getAttribute("rel") ?? "", /noopener/);
    screen.getByText("Open a ticket");
  });

  it("says so when nobody gave a contact", async () => {
    renderOnPage(<Contacts contacts={none} />);
    await screen.findByText("No contact is given.");
  });

  it("tells days that follow each other as one stretch", () => {
    const hours = { timeZone: "Europe/Berlin", from: "09:00", to: "17:00" };
    assert.equal(
      describeHours({ ...hours, days: ["mon", "tue", "wed", "thu", "fri"] }),
      "Mon–Fri 09:00–17:00, Europe/Berlin",
    );
    assert.equal(describeHours({ ...hours, days: ["mon", "wed", "thu"] }), "Mon, Wed–Thu 09:00–17:00, Europe/Berlin");
  });
});
