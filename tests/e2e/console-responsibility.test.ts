// Responsibility in the console: whom to ask, the living board, and its tailoring.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, describe, it } from "node:test";
import { browserIsMissing, waitUntilItFits } from "../harness/browser.ts";
import { type ConsoleOffice, openOffice } from "../harness/console-office.ts";
import { readMatrix, tailor } from "../harness/teams.ts";

const skip = browserIsMissing() ?? false;

describe("responsibility in the console", { skip }, () => {
  let office: ConsoleOffice;

  before(async () => {
    office = await openOffice();
  });
  afterEach(() => office.browser.closePages());
  after(() => office[Symbol.asyncDispose]());

  const admin = () => office.deciders[0];

  it("tells whom to contact two actions from the first page: a question, and Enter", async () => {
    const page = await office.openAs(admin().key);
    await page.getByLabel("What is it about?").fill("who rotates worker certificates");
    await page.keyboard.press("Enter");
    const answer = page.getByRole("article").first();
    await answer.getByText("#temporal-platform").waitFor();
    await answer.getByRole("link", { name: "Worker identity auth rotation" }).waitFor();
    assert.match(page.url(), /\/ask\?q=/);
    assert.deepEqual(office.browser.complaints, []);
  });

  it("leads by the three questions to a team when nothing matches", async () => {
    const page = await office.openAs(admin().key, "/ask?q=xylophone");
    await page.getByText("Nothing matches “xylophone” well enough").waitFor();
    await page.getByRole("button", { name: "No: Does the issue affect multiple teams" }).click();
    await page.getByRole("button", { name: "Yes: Is it business logic" }).press("Enter");
    await page.getByText("Ask: Application Team").waitFor();
    await page.getByRole("link", { name: "Orders", exact: true }).waitFor();
  });

  it("shows contact on the board on hover and on click, and each row with its evidence", async () => {
    const page = await office.openAs(admin().key, "/responsibility");
    const table = page.getByRole("table", { name: "Identity Access Management (IAM)" });
    const mark = table.getByRole("button", { name: /Temporal Platform Team, responsible: contact for API key/ });
    await mark.hover();
    await page.getByText("#temporal-platform").waitFor();
    await page.mouse.move(0, 0);
    await page.getByText("#temporal-platform").waitFor({ state: "hidden" });
    await mark.focus();
    await page.keyboard.press("Enter");
    await page.getByText("#temporal-platform").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("#temporal-platform").waitFor({ state: "hidden" });
    await table.getByRole("button", { name: "Temporal Cloud access", exact: true }).click();
    const drawer = page.getByRole("dialog", { name: "Temporal Cloud access" });
    await drawer.getByText("principals-in-teams").waitFor();
    assert.match(page.url(), /row=cloud-access/);
    await page.goBack();
    await drawer.waitFor({ state: "hidden" });
  });

  it("finds rows by words, team and state, and keeps them in the address", async () => {
    const page = await office.openAs(admin().key, "/responsibility?q=codec");
    await page.getByText("2 responsibilities").waitFor();
    await page.getByRole("combobox", { name: "Team" }).click();
    await page.getByRole("option", { name: "Orders" }).click();
    await page.getByText("1 responsibility", { exact: true }).waitFor();
    assert.match(page.url(), /q=codec&team=orders/);
    await page.goto(`${office.plane.url}/responsibility?q=nothing+has+this`);
    await page.getByText("Nothing matches").waitFor();
  });

  it("saves what is tailored after its differences were looked at, and keeps what somebody else saved meanwhile", async () => {
    const page = await office.openAs(admin().key, "/responsibility/tailor?row=load-testing");
    await page.getByRole("textbox", { name: "Name" }).fill("Load and soak testing");
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Hide Artifact management" }).click();
    await page.getByRole("button", { name: "Move Temporal Cloud platform cost down" }).click();
    await tailor(office.plane.owner, (spec) => {
      const row = spec.responsibilities.find(({ id }) => id === "load-testing") ?? assert.fail();
      row.description = "Before each launch.";
    });
    await page.getByRole("button", { name: "Review and save" }).click();
    const review = page.getByRole("dialog", { name: "Review and save" });
    await review.getByText("Load and soak testing").first().waitFor();
    await review.getByText("Hidden", { exact: true }).waitFor();
    await review.getByRole("tab", { name: "Against the template" }).click();
    await review.getByText("Load and soak testing").first().waitFor();
    await review.getByRole("button", { name: "Save" }).click();
    await review.getByText("Somebody else saved meanwhile").waitFor();
    await review.getByRole("button", { name: "Save" }).click();
    await page.getByText("The matrix has been saved.").waitFor();
    await page.waitForURL(`${office.plane.url}/responsibility`);
    const { spec } = await readMatrix(office.plane.owner);
    const row = spec.responsibilities.find(({ id }) => id === "load-testing");
    assert.deepEqual([row?.name, row?.description], ["Load and soak testing", "Before each launch."]);
    assert.equal(spec.responsibilities.find(({ id }) => id === "artifacts")?.hidden, true);
    await page.getByRole("button", { name: "Load and soak testing", exact: true }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Artifact management", exact: true }).count(), 0);
  });

  it("asks before what was tailored is left, and mends nothing silently", async () => {
    const page = await office.openAs(admin().key, "/responsibility/tailor?row=artifacts");
    await page.getByRole("textbox", { name: "Name" }).fill("");
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByText("1 problem to mend first").waitFor();
    await page.getByRole("link", { name: "Home" }).click();
    const question = page.getByRole("dialog", { name: "Leave without saving?" });
    await question.getByRole("button", { name: "Stay" }).click();
    await page.getByRole("button", { name: "Review and save" }).click();
    assert.equal(await page.getByRole("button", { name: "Save", exact: true }).isDisabled(), true);
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByRole("link", { name: "Home" }).click();
    await question.getByRole("button", { name: "Leave" }).click();
    await page.getByLabel("What is it about?").waitFor();
  });

  it("exports the board as a file", async () => {
    const reader = await office.openAs(office.developer.key, "/responsibility");
    for (const [format, name, expected] of [
      ["Markdown", "responsibilities.md", "| Responsibility | Temporal Platform Team | Application Team |"],
      ["CSV", "responsibilities.csv", "Category,Id,Responsibility"],
      ["HTML", "responsibilities.html", "<!doctype html>"],
      ["JSON", "responsibilities.json", '"responsibilities"'],
    ] as const) {
      await reader.getByRole("button", { name: "Export" }).click();
      const [download] = await Promise.all([
        reader.waitForEvent("download"),
        reader.getByRole("menuitem", { name: format }).click(),
      ]);
      assert.equal(download.suggestedFilename(), name);
      assert.ok((await readFile(await download.path(), "utf8")).includes(expected), format);
    }
  });

  it("takes an attestation, and takes it back", async () => {
    const page = await office.openAs(admin().key, "/responsibility?row=worker-identity-policy");
    const drawer = page.getByRole("dialog", { name: "Worker identity authentication policy" });
    await drawer.getByRole("button", { name: "Attest" }).click();
    const form = page.getByRole("dialog", { name: "Attest", exact: true });
    await form.getByLabel("What you attest").fill("Decided in ADR-7");
    await form.getByRole("button", { name: "Attest" }).click();
    await drawer.getByText("Decided in ADR-7").waitFor();
    await drawer.getByText("In order").first().waitFor();
    await drawer.getByRole("button", { name: "Withdraw the attestation" }).click();
    await page.getByRole("button", { name: "Withdraw", exact: true }).click();
    await drawer.getByText("Nobody has attested it").waitFor();
  });

  it("shows names that somebody wrote to do harm, and does nothing of it", async () => {
    const hostile = `<img src=x onerror="document.title='pwned'"> ${"x".repeat(80)} \u202eevil`;
    await tailor(office.plane.owner, (spec) => {
      const row = spec.responsibilities.find(({ id }) => id === "cloud-access") ?? assert.fail();
      row.name = hostile.slice(0, 120);
    });
    const page = await office.openAs(admin().key, "/responsibility?q=img");
    await page.getByText("1 responsibility", { exact: true }).waitFor();
    assert.equal(await page.locator("main img").count(), 0);
    assert.doesNotMatch(await page.title(), /pwned/);
    await page.setViewportSize({ width: 390, height: 800 });
    await waitUntilItFits(page);
  });
});
