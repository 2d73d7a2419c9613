// What people do about responsibility in the console: requests, drift, teams and go-links.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import { OwnerType } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { browserIsMissing } from "../harness/browser.ts";
import { type ConsoleOffice, openOffice } from "../harness/console-office.ts";
import { withKey } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";
import { makeClock } from "../harness/requests.ts";

const skip = browserIsMissing() ?? false;

describe("requests, drift and teams in the console", { skip }, () => {
  let office: ConsoleOffice;

  before(async () => {
    office = await openOffice();
  });
  afterEach(() => office.browser.closePages());
  after(() => office[Symbol.asyncDispose]());

  const admin = () => office.deciders[0];
  const colleague = () => office.deciders[1];

  it("lets a request be made by one person, approved by a second, used, and ended", async () => {
    await refused(office.developer.cloud.getNamespace({ namespace: office.namespace }), Code.PermissionDenied);
    const asking = await office.openAs(office.developer.key, `/requests/new?namespace=${office.namespace}`);
    await asking.getByLabel("Hours").fill("2");
    await asking.getByLabel("Reason").fill("INC-17");
    await asking.getByRole("button", { name: "Send the request" }).click();
    await asking.waitForURL(/\/requests\/[^/]+$/);
    await asking.getByText("Waits for a decision").waitFor();
    const link = asking.url();

    const deciding = await office.openAs(colleague().key);
    await deciding.getByRole("link", { name: /1 request to decide/ }).click();
    await deciding.getByRole("link", { name: `Read on Namespace ${office.namespace}` }).click();
    assert.equal(deciding.url(), link);
    await refused(office.developer.cloud.getNamespace({ namespace: office.namespace }), Code.PermissionDenied);
    await deciding.getByRole("button", { name: "Approve" }).click();
    const dialog = deciding.getByRole("dialog", { name: "Approve this?" });
    await dialog.getByLabel("Comment").fill("until tonight");
    await dialog.getByRole("button", { name: "Approve" }).click();
    await deciding.getByText("You have approved it.").waitFor();
    await deciding.getByText("Approved", { exact: true }).waitFor();
    assert.equal(
      (await office.developer.cloud.getNamespace({ namespace: office.namespace })).namespace?.namespace,
      office.namespace,
    );

    await asking.getByRole("button", { name: "End the access" }).click();
    await asking.getByRole("dialog").getByRole("button", { name: "End the access" }).click();
    await asking.getByText("Ended", { exact: true }).waitFor();
    await refused(office.developer.cloud.getNamespace({ namespace: office.namespace }), Code.PermissionDenied);
  });

  it("tells at the field what a request must not be", async () => {
    const page = await office.openAs(office.developer.key);
    await page.goto(`${office.plane.url}/go/temporal-namespace`);
    await page.waitForURL(/\/requests\/new\?for=namespace/);
    await page.goto(`${office.plane.url}/requests/new`);
    await page.getByRole("combobox", { name: "Namespace" }).fill(office.namespace);
    await page.getByLabel("Hours").fill("9000");
    await page.getByLabel("Reason").fill("too long");
    await page.evaluate("document.querySelector('form').noValidate = true");
    await page.getByRole("button", { name: "Send the request" }).click();
    await page.getByText("must be 1 to 168").first().waitFor();
    assert.equal(await page.getByLabel("Reason").inputValue(), "too long");
  });

  it("accepts a finding of drift for a time, shows its plan, and opens it again", async () => {
    const page = await office.openAs(admin().key, "/responsibility/drift");
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
    const plan = page.getByRole("dialog", { name: "Plan" });
    await plan.getByRole("button", { name: "Show the command" }).click();
    await plan.getByText(/^remit drift fix --only '/).waitFor();
  });

  it("deletes an API key that has ended, from its plan", async () => {
    const clock = makeClock();
    await using later = await openOffice({ now: clock.now });
    const [decider] = later.deciders;
    const { keyId } = await withKey(later.plane, later.developer.id, OwnerType.USER);
    clock.passHours(2);
    const page = await later.openAs(decider.key, "/responsibility/drift");
    const finding = page.getByRole("article").filter({ hasText: "key-expired" });
    await finding.getByRole("button", { name: "Show the plan" }).click();
    const plan = page.getByRole("dialog", { name: "Plan" });
    await plan.getByText("delete the API key test").waitFor();
    await plan.getByRole("button", { name: "Carry it out" }).click();
    await plan.getByText("The change has been made.").waitFor();
    await plan.getByRole("button", { name: "Close" }).last().click();
    await finding.waitFor({ state: "detached" });
    await refused(later.plane.owner.cloud.getApiKey({ keyId }), Code.NotFound);
  });

  it("makes, changes and deletes a team", async () => {
    const page = await office.openAs(admin().key, "/responsibility/teams/create");
    await page.getByRole("textbox", { name: "Name" }).fill("Payments");
    await page.getByLabel("Chat channel").fill("payments");
    await page.getByRole("button", { name: "Create team" }).click();
    await page.getByText(/must be "#" and up to/).waitFor();
    await page.getByLabel("Chat channel").fill("#payments");
    await page.getByRole("button", { name: "Create team" }).click();
    await page.waitForURL(`${office.plane.url}/responsibility/teams/payments`);
    await page.getByText("#payments").waitFor();
    await page.getByRole("link", { name: "Edit" }).click();
    const { team } = await office.plane.owner.responsibility.getTeam({ teamId: "payments" });
    if (team?.spec === undefined) assert.fail();
    team.spec.description = "Takes payments";
    await page.getByLabel("E-mail").fill("payments@example.com");
    await office.plane.owner.responsibility.updateTeam({
      teamId: "payments",
      spec: team.spec,
      resourceVersion: team.resourceVersion,
    });
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Somebody else has saved this team meanwhile").waitFor();
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForURL(`${office.plane.url}/responsibility/teams/payments`);
    await page.getByText("Takes payments").waitFor();
    await page.getByText("payments@example.com").waitFor();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete team" }).click();
    await page.getByText("The team Payments has been deleted.").waitFor();
  });

  it("adds a go-link that leads somewhere at once", async () => {
    const page = await office.openAs(admin().key, "/responsibility/go-links");
    await page.getByRole("button", { name: "Add go-link" }).click();
    const form = page.getByRole("dialog", { name: "Add go-link" });
    await form.getByLabel("Name").fill("runbook");
    await form.getByLabel("Leads to").fill("/ask");
    await form.getByRole("button", { name: "Save" }).click();
    await page.getByText("go/runbook has been saved.").waitFor();
    const { status, headers } = await fetch(`${office.plane.url}/go/runbook`, { redirect: "manual" });
    assert.deepEqual([status, new URL(headers.get("location") ?? "", office.plane.url).pathname], [302, "/ask"]);
  });

  it("is free of what axe finds, in both themes", async () => {
    const { requests } = await admin().requests.getRequests({});
    const paths = [
      "/responsibility/drift",
      "/responsibility/teams",
      "/responsibility/teams/orders",
      "/responsibility/teams/orders/edit",
      "/responsibility/go-links",
      "/requests?tab=all",
      "/requests/new",
      "/requests/new?for=namespace",
      `/requests/${requests[0]?.id}`,
    ];
    assert.deepEqual(await office.findViolations(admin().key, paths), []);
    assert.deepEqual(office.browser.complaints, []);
  });
});
