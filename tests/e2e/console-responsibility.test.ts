// Responsibility in the console: whom to ask, the living board and its tailoring, drift, requests and teams.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import type { Page } from "playwright-core";
import {
  browserIsMissing,
  findAccessibilityViolations,
  signIn,
  startBrowser,
  startConsolePlane,
  type TestBrowser,
} from "../harness/browser.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { specOf } from "../harness/namespaces.ts";
import type { TestPrincipal } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";
import { type Deciders, makeDeciders, makeDeveloper } from "../harness/requests.ts";
import { makeTeam, readMatrix, tailor } from "../harness/teams.ts";

const skip = browserIsMissing() ?? false;

describe("responsibility in the console", { skip }, () => {
  const stack = new AsyncDisposableStack();
  let plane: TestPlane;
  let browser: TestBrowser;
  let office: Deciders;
  let developer: TestPrincipal;
  let namespace: string;

  before(async () => {
    plane = stack.use(await startConsolePlane());
    browser = stack.use(await startBrowser());
    office = await makeDeciders(plane);
    developer = await makeDeveloper(plane);
    const spec = specOf();
    ({ namespace } = await plane.owner.cloud.createNamespace({ spec }));
    await makeTeam(plane.owner, "orders", {
      name: "Orders",
      kind: "application",
      owns: { namespaces: [spec.name] },
      contacts: { chat: "#orders", email: "orders@example.com" },
    });
  });
  after(() => stack.disposeAsync());

  const openAs = async (key: string, path = "/"): Promise<Page> => {
    const page = await browser.open();
    await signIn(page, plane, key, path);
    return page;
  };
  const [admin, colleague] = [() => office.members[0], () => office.members[1]];

  it("tells whom to contact two actions from the first page: a question, and Enter", async () => {
    const page = await openAs(admin().key);
    await page.getByLabel("What is it about?").fill("who rotates worker certificates");
    await page.keyboard.press("Enter");
    const answer = page.getByRole("article").first();
    await answer.getByText("#temporal-platform").waitFor();
    await answer.getByRole("link", { name: "Worker identity auth rotation" }).waitFor();
    assert.match(page.url(), /\/ask\?q=/);
    assert.deepEqual(browser.complaints, []);
  });

  it("leads by the three questions to a team when nothing matches", async () => {
    const page = await openAs(admin().key, "/ask?q=xylophone");
    await page.getByText("Nothing matches “xylophone” well enough").waitFor();
    await page.getByRole("button", { name: "No: Does the issue affect multiple teams" }).click();
    await page.getByRole("button", { name: "Yes: Is it business logic" }).press("Enter");
    await page.getByText("Ask: Application Team").waitFor();
    await page.getByRole("link", { name: "Orders", exact: true }).waitFor();
  });

  it("shows contact on the board on hover and on click, and each row with its evidence", async () => {
    const page = await openAs(admin().key, "/responsibility");
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
    const page = await openAs(admin().key, "/responsibility?q=codec");
    await page.getByText("2 responsibilities").waitFor();
    await page.getByRole("combobox", { name: "Team" }).click();
    await page.getByRole("option", { name: "Orders" }).click();
    await page.getByText("1 responsibility", { exact: true }).waitFor();
    assert.match(page.url(), /q=codec&team=orders/);
    await page.goto(`${plane.url}/responsibility?q=nothing+has+this`);
    await page.getByText("Nothing matches").waitFor();
  });

  it("saves what is tailored after its differences were looked at, and keeps what somebody else saved meanwhile", async () => {
    const page = await openAs(admin().key, "/responsibility/tailor?row=load-testing");
    await page.getByRole("textbox", { name: "Name" }).fill("Load and soak testing");
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Hide Artifact management" }).click();
    await page.getByRole("button", { name: "Move Temporal Cloud platform cost down" }).click();
    await tailor(plane.owner, (spec) => {
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
    await page.waitForURL(`${plane.url}/responsibility`);
    const { spec } = await readMatrix(plane.owner);
    const row = spec.responsibilities.find(({ id }) => id === "load-testing");
    assert.deepEqual([row?.name, row?.description], ["Load and soak testing", "Before each launch."]);
    assert.equal(spec.responsibilities.find(({ id }) => id === "artifacts")?.hidden, true);
    await page.getByRole("button", { name: "Load and soak testing", exact: true }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Artifact management", exact: true }).count(), 0);
  });

  it("asks before what was tailored is left, and mends nothing silently", async () => {
    const page = await openAs(admin().key, "/responsibility/tailor?row=artifacts");
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
    const reader = await openAs(developer.key, "/responsibility");
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
    const page = await openAs(admin().key, "/responsibility?row=worker-identity-policy");
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

  it("lets a request be made by one person, approved by a second, used, and ended", async () => {
    await refused(developer.cloud.getNamespace({ namespace }), Code.PermissionDenied);
    const asking = await openAs(developer.key, `/requests/new?namespace=${namespace}`);
    await asking.getByLabel("Hours").fill("2");
    await asking.getByLabel("Reason").fill("INC-17");
    await asking.getByRole("button", { name: "Send the request" }).click();
    await asking.waitForURL(/\/requests\/[^/]+$/);
    await asking.getByText("Waits for a decision").waitFor();
    const link = asking.url();

    const deciding = await openAs(colleague().key);
    await deciding.getByRole("link", { name: /1 request to decide/ }).click();
    await deciding.getByRole("link", { name: `Read on Namespace ${namespace}` }).click();
    assert.equal(deciding.url(), link);
    await refused(developer.cloud.getNamespace({ namespace }), Code.PermissionDenied);
    await deciding.getByRole("button", { name: "Approve" }).click();
    const dialog = deciding.getByRole("dialog", { name: "Approve this?" });
    await dialog.getByLabel("Comment").fill("until tonight");
    await dialog.getByRole("button", { name: "Approve" }).click();
    await deciding.getByText("You have approved it.").waitFor();
    await deciding.getByText("Approved", { exact: true }).waitFor();
    assert.equal((await developer.cloud.getNamespace({ namespace })).namespace?.namespace, namespace);

    await asking.getByRole("button", { name: "End the access" }).click();
    await asking.getByRole("dialog").getByRole("button", { name: "End the access" }).click();
    await asking.getByText("Ended", { exact: true }).waitFor();
    await refused(developer.cloud.getNamespace({ namespace }), Code.PermissionDenied);
  });

  it("tells at the field what a request must not be", async () => {
    const page = await openAs(developer.key);
    await page.goto(`${plane.url}/go/temporal-namespace`);
    await page.waitForURL(/\/requests\/new\?for=namespace/);
    await page.goto(`${plane.url}/requests/new`);
    await page.getByLabel("Namespace").fill(namespace);
    await page.getByLabel("Hours").fill("9000");
    await page.getByLabel("Reason").fill("too long");
    await page.evaluate("document.querySelector('form').noValidate = true");
    await page.getByRole("button", { name: "Send the request" }).click();
    await page.getByText("must be 1 to 168").first().waitFor();
    assert.equal(await page.getByLabel("Reason").inputValue(), "too long");
  });

  it("accepts a finding of drift for a time, shows its plan, and opens it again", async () => {
    const page = await openAs(admin().key, "/responsibility/drift");
    const finding = page.getByRole("article").filter({ hasText: "Nobody is in team Orders" });
    await finding.getByRole("button", { name: "Accept for a time" }).click();
    const form = page.getByRole("dialog", { name: "Accept for a time" });
    await form.getByLabel("Reason").fill("They start in May");
    await form.getByRole("button", { name: "Accept" }).click();
    await page.getByText("The finding is accepted").waitFor();
    await page.getByText(/^Accepted \(1\)$/).click();
    await finding.getByText("They start in May").waitFor();
    await finding.getByRole("button", { name: "Withdraw" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
    await page.getByText("Nothing is accepted").waitFor();
    await page.getByText(/^Open \(/).click();
    await page.getByRole("article").getByRole("button", { name: "Show the plan" }).first().click();
    await page
      .getByRole("dialog", { name: "Plan" })
      .getByText(/^remit drift fix --only '/)
      .waitFor();
  });

  it("makes, changes and deletes a team", async () => {
    const page = await openAs(admin().key, "/responsibility/teams/create");
    await page.getByRole("textbox", { name: "Name" }).fill("Payments");
    await page.getByLabel("Chat channel").fill("payments");
    await page.getByRole("button", { name: "Create team" }).click();
    await page.getByText(/must be "#" and up to/).waitFor();
    await page.getByLabel("Chat channel").fill("#payments");
    await page.getByRole("button", { name: "Create team" }).click();
    await page.waitForURL(`${plane.url}/responsibility/teams/payments`);
    await page.getByText("#payments").waitFor();
    await page.getByRole("link", { name: "Edit" }).click();
    const { team } = await plane.owner.responsibility.getTeam({ teamId: "payments" });
    if (team?.spec === undefined) assert.fail();
    team.spec.description = "Takes payments";
    await page.getByLabel("E-mail").fill("payments@example.com");
    await plane.owner.responsibility.updateTeam({
      teamId: "payments",
      spec: team.spec,
      resourceVersion: team.resourceVersion,
    });
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Somebody else has saved this team meanwhile").waitFor();
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForURL(`${plane.url}/responsibility/teams/payments`);
    await page.getByText("Takes payments").waitFor();
    await page.getByText("payments@example.com").waitFor();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete team" }).click();
    await page.getByText("The team Payments has been deleted.").waitFor();
  });

  it("adds a go-link that leads somewhere at once", async () => {
    const page = await openAs(admin().key, "/responsibility/go-links");
    await page.getByRole("button", { name: "Add go-link" }).click();
    const form = page.getByRole("dialog", { name: "Add go-link" });
    await form.getByLabel("Name").fill("runbook");
    await form.getByLabel("Leads to").fill("/ask");
    await form.getByRole("button", { name: "Save" }).click();
    await page.getByText("go/runbook has been saved.").waitFor();
    const { status, headers } = await fetch(`${plane.url}/go/runbook`, { redirect: "manual" });
    assert.deepEqual([status, new URL(headers.get("location") ?? "", plane.url).pathname], [302, "/ask"]);
  });

  it("shows names that somebody wrote to do harm, and does nothing of it", async () => {
    const hostile = `<img src=x onerror="document.title='pwned'"> ${"x".repeat(80)} \u202eevil`;
    await tailor(plane.owner, (spec) => {
      const row = spec.responsibilities.find(({ id }) => id === "cloud-access") ?? assert.fail();
      row.name = hostile.slice(0, 120);
    });
    const page = await openAs(admin().key, "/responsibility?q=img");
    await page.getByText("1 responsibility", { exact: true }).waitFor();
    assert.equal(await page.locator("main img").count(), 0);
    assert.doesNotMatch(await page.title(), /pwned/);
    await page.setViewportSize({ width: 390, height: 800 });
    assert.ok((await page.evaluate<number>("document.documentElement.scrollWidth")) <= 390);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`is free of what axe finds, in ${colorScheme}`, async () => {
      const page = await browser.open({ colorScheme });
      await signIn(page, plane, admin().key);
      const { requests } = await admin().requests.getRequests({});
      for (const path of [
        "/",
        "/ask?q=codec",
        "/responsibility",
        "/responsibility?row=cloud-access",
        "/responsibility/tailor?row=worker-configuration",
        "/responsibility/tailor",
        "/responsibility/drift",
        "/responsibility/teams",
        "/responsibility/teams/orders",
        "/responsibility/teams/orders/edit",
        "/responsibility/go-links",
        "/responsibility/access-review",
        "/requests?tab=all",
        "/requests/new",
        "/requests/new?for=namespace",
        `/requests/${requests[0]?.id}`,
      ]) {
        await page.goto(`${plane.url}${path}`);
        await page.waitForLoadState("networkidle");
        assert.deepEqual([path, await findAccessibilityViolations(page)], [path, []]);
      }
      assert.deepEqual(browser.complaints, []);
    });
  }
});
