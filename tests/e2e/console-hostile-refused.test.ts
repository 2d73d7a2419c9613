// Two hundred and more hostile strings in places that do not take them: each is refused by its field's name, in the API and
// at the field of the form, and changes nothing.
import assert from "node:assert/strict";
import { it } from "node:test";
import { describeConsoleAlone } from "../harness/console-for-file.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { inFull } from "../harness/dose.ts";
import { goTo, lookTwice } from "../harness/hostile-looks.ts";
import { hostileStrings, type Place, places, refusedAs } from "../harness/hostile-strings.ts";
import { fieldOf, inTurns, sampleOf, waysToWrite } from "../harness/hostile-things.ts";
import { refusedField } from "../harness/refusals.ts";
import { makeDeciders, makeDeveloper } from "../harness/requests.ts";

it("the hostile strings are more than two hundred, a third of them in a dose, each of them once", () => {
  const texts = new Set(hostileStrings.map(({ text }) => text));
  assert.equal(texts.size, hostileStrings.length);
  assert.ok(texts.size >= (inFull ? 200 : 67));
});

describeConsoleAlone("hostile strings where they are not allowed", (onConsole) => {
  onConsole("are refused by the field's name wherever they are not allowed, and change nothing", async ({ plane }) => {
    await makeDeciders(plane);
    const developer = await makeDeveloper(plane);
    const before = await countThings(plane);
    const writers = waysToWrite(plane, developer);
    for (const place of Object.keys(places) as Place[])
      await inTurns(refusedAs(place), (text) => refusedField(writers[place](text), fieldOf[place]));
    assert.deepEqual(await countThings(plane), before);
  });

  onConsole(
    "stand at the field of the form with what is wrong with them, and nothing is made",
    async ({ plane, open }) => {
      const page = await open("/");
      const before = await countThings(plane);
      const forms: readonly (readonly [path: string, place: Place, button: string])[] = [
        ["/identities/groups/create", "groupName", "Create group"],
        ["/settings/custom-roles/new", "roleName", "Create Custom Role"],
        ["/namespaces/create", "namespaceName", "Create Namespace"],
      ];
      for (const [path, place, button] of forms) {
        await goTo(page, path);
        await page.getByRole("heading", { level: 1, name: button }).waitFor();
        const field = page.getByRole("textbox", { name: "Name", exact: true });
        const texts = sampleOf(
          refusedAs(place).map((text) => ({ id: "", text })),
          0,
        ).map(({ text }) => text);
        for (const text of texts.filter(isTypable)) {
          await field.fill(text);
          assert.equal(await field.inputValue(), text);
          await page.getByRole("button", { name: button, exact: true }).click();
          await page.waitForFunction(isTold, text, { polling: 20 });
        }
        await lookTwice(page);
        await field.fill("");
      }
      assert.deepEqual(await countThings(plane), before);
    },
  );
});

/** All that there is, to be compared. */
async function countThings({ owner }: TestPlane): Promise<unknown> {
  const { cloud, responsibility, requests } = owner;
  const most = { pageSize: 1_000 };
  const lists = await Promise.all([
    cloud.getCustomRoles(most),
    cloud.getUserGroups(most),
    cloud.getServiceAccounts(most),
    cloud.getProjects(most),
    cloud.getNamespaces(most),
    responsibility.getMatrix({}),
    responsibility.getTeams(most),
    requests.getRequests(most),
  ]);
  return lists.map((list) => JSON.stringify(list, (_, value) => (typeof value === "bigint" ? String(value) : value)));
}

/** A field of one line takes line breaks off; spaces alone are what the forms do not send. */
const isTypable = (text: string): boolean => !/[\n\r]/.test(text) && text.trim() !== "" && text.length < 400;

/** The field that holds it is marked as wrong, and says why. */
const isTold = `(text) => [...document.querySelectorAll("[aria-invalid=true]")].some((field) => field.value === text
  && (field.getAttribute("aria-describedby") ?? "").split(" ").some((id) =>
    /-error$/.test(id) && document.getElementById(id)?.textContent))`;
