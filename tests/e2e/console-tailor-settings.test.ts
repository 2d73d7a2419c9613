// What of the matrix is no row, tailored in the browser: the questions, the floor beneath drift, the rules of requests.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { browserIsMissing, findAccessibilityViolations, waitUntilItFits } from "../harness/browser.ts";
import { type ConsoleOffice, openOffice } from "../harness/console-office.ts";
import { readMatrix, tailor } from "../harness/teams.ts";

describe("tailoring the questions and settings in the browser", { skip: browserIsMissing() ?? false }, () => {
  let office: ConsoleOffice;

  before(async () => {
    office = await openOffice();
  });
  afterEach(() => office.browser.closePages());
  after(() => office[Symbol.asyncDispose]());

  const open = async () => {
    const page = await office.openAs(office.deciders[0].key, "/responsibility/tailor");
    await page.getByRole("button", { name: "Questions" }).waitFor();
    return page;
  };

  it("changes both with every difference shown, on top of what somebody else saved meanwhile", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Questions" }).click();
    const questions = page.getByRole("dialog", { name: "Questions" });
    await questions.getByRole("button", { name: "Add a question" }).click();
    const added = questions.getByRole("region", { name: "Question 4" });
    await added.getByRole("textbox", { name: "Question" }).fill("Is it about money?");
    await questions.getByRole("button", { name: "Move question 4 up" }).press("Enter");
    await questions.getByRole("button", { name: "Done" }).click();

    await page.getByRole("button", { name: "Drift and requests" }).click();
    const settings = page.getByRole("dialog", { name: "Drift and requests" });
    await settings.getByRole("combobox", { name: "Account role that everybody may hold" }).click();
    await page.getByRole("option", { name: "Metrics Read" }).click();
    await settings.getByRole("combobox", { name: "Approvals" }).click();
    await page.getByRole("option", { name: "Two people" }).click();
    await settings.getByRole("button", { name: "Done" }).click();

    await tailor(office.plane.owner, (spec) => {
      assert.ok(spec.requests);
      spec.requests.maxHours = 24;
    });
    await page.getByRole("button", { name: "Review and save" }).click();
    const review = page.getByRole("dialog", { name: "Review and save" });
    await review.getByText("Is it about money?").first().waitFor();
    await review.getByText("baseline.floorRole").waitFor();
    await review.getByRole("tab", { name: "Against the template" }).click();
    await review.getByText("requests.approvals").waitFor();
    await review.getByRole("button", { name: "Save" }).click();
    await review.getByText("Somebody else saved meanwhile").waitFor();
    await review.getByRole("button", { name: "Save" }).click();
    await page.waitForURL(`${office.plane.url}/responsibility`);

    const { spec } = await readMatrix(office.plane.owner);
    assert.deepEqual(spec.framework.map(({ question }) => question).indexOf("Is it about money?"), 2);
    assert.equal(spec.baseline?.floorRole, "metrics_read");
    assert.deepEqual([spec.requests?.approvals, spec.requests?.maxHours], [2, 24]);
    assert.deepEqual(office.browser.complaints, []);
  });

  it("says at the field what is wrong, and saves nothing of it", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Questions" }).click();
    const questions = page.getByRole("dialog", { name: "Questions" });
    const first = questions.getByRole("region", { name: "Question 1" }).getByRole("textbox", { name: "Question" });
    await first.fill("");
    await questions.getByText("must not be empty").waitFor();
    assert.equal(await first.getAttribute("aria-invalid"), "true");
    assert.deepEqual(await findAccessibilityViolations(page), []);
    await questions.getByRole("button", { name: "Done" }).click();

    await page.getByRole("button", { name: "Drift and requests" }).click();
    const settings = page.getByRole("dialog", { name: "Drift and requests" });
    await settings.getByRole("textbox", { name: "Longest access for a time" }).fill("9000");
    await settings.getByText("must be a whole number from 1 to 8760").waitFor();
    assert.deepEqual(await findAccessibilityViolations(page), []);
    await page.setViewportSize({ width: 390, height: 800 });
    await waitUntilItFits(page);
    await settings.getByRole("button", { name: "Done" }).click();
    await page.getByText("2 problems to mend first").waitFor();
    await page.getByText("Longest access for a time: must be a whole number from 1 to 8760").waitFor();
    await page.getByRole("button", { name: "Review and save" }).click();
    assert.ok(await page.getByRole("button", { name: "Save", exact: true }).isDisabled());
  });
});
