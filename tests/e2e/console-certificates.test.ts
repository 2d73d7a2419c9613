// The client certificate authorities of a Namespace in a real browser: shown by what is inside of them, and refused in
// place before they are sent.
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { findAccessibilityViolations, signIn, waitUntilItFits } from "../harness/browser.ts";
import { makeCertificate } from "../harness/certificates.ts";
import { describeConsole } from "../harness/console-for-file.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { makeNamespace, readNamespace } from "../harness/namespaces.ts";

describeConsole("the client certificate authorities of a Namespace", (onConsole) => {
  const makeNamespaceWith = async (plane: TestPlane, pem: string): Promise<string> => {
    const acceptedClientCa = new TextEncoder().encode(pem);
    return (await makeNamespace(plane.owner, { mtlsAuth: { enabled: true, acceptedClientCa } })).namespace;
  };
  onConsole(
    "are shown with subject, issuer, serial number, fingerprint and how long they are good",
    async ({ browser, plane }) => {
      const [good, expired] = [await makeCertificate(), await makeCertificate({ expired: true })];
      const namespace = await makeNamespaceWith(plane, good + expired);
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await browser.open({ colorScheme });
        await signIn(page, plane, plane.ownerKey, `/namespaces/${namespace}`);
        const cards = page.getByRole("group", { name: "Certificate CN=Test authority" });
        await cards.nth(1).waitFor();
        for (const [index, pem] of [good, expired].entries()) {
          const { fingerprint256, serialNumber } = new X509Certificate(pem);
          const card = cards.nth(index);
          await card.getByText(fingerprint256, { exact: true }).waitFor();
          await card.getByText((serialNumber.match(/../g) ?? []).join(":"), { exact: true }).waitFor();
          await card.getByText("Itself (self-signed)").waitFor();
          await card.getByText(index === 0 ? "Expires within a day" : "Expired", { exact: true }).waitFor();
          assert.equal(await card.getByText("BEGIN CERTIFICATE").count(), 0);
          await card.getByRole("button", { name: /^PEM of/ }).press("Enter");
          await card.getByText("BEGIN CERTIFICATE").waitFor();
        }
        assert.deepEqual(await findAccessibilityViolations(page), []);
        await page.setViewportSize({ width: 390, height: 800 });
        await waitUntilItFits(page);
      }
    },
  );

  onConsole(
    "are read while they are pasted, and what cannot be saved says why and is not sent",
    async ({ open, plane }) => {
      const namespace = await makeNamespaceWith(plane, await makeCertificate());
      const page = await open(`/namespaces/${namespace}/edit`);
      const field = page.getByRole("textbox", { name: "CA certificates" });
      const before = await field.inputValue();
      const leaf = await makeCertificate({ authority: false });
      const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
      const wrong: readonly (readonly [string, RegExp])[] = [
        ["hello", /not PEM/],
        [broken, /Certificate 1 is not a certificate/],
        [leaf, /CN=Test authority is no certificate authority/],
      ];
      for (const [text, problem] of wrong) {
        await field.fill(text);
        await page.getByText(problem).waitFor();
        assert.equal(await field.getAttribute("aria-invalid"), "true");
      }
      await page.getByRole("button", { name: "Save changes" }).click();
      await page.getByText("The CA certificates cannot be saved like this.").waitFor();
      assert.ok(await field.evaluate((element) => element === element.ownerDocument.activeElement));
      assert.deepEqual(await findAccessibilityViolations(page), []);

      const second = await makeCertificate();
      await field.fill(before + second);
      await page.getByText(new X509Certificate(second).fingerprint256, { exact: true }).waitFor();
      await page.getByRole("button", { name: "Save changes" }).click();
      await page.waitForURL(`${plane.url}/namespaces/${namespace}`);
      const { spec } = await readNamespace(plane.owner, namespace);
      assert.equal(new TextDecoder().decode(spec?.mtlsAuth?.acceptedClientCa), before + second);
    },
  );

  onConsole("are never a private key: one that is pasted is cleared at once", async ({ open }) => {
    const page = await open("/namespaces/create");
    await page.getByRole("switch", { name: "mTLS" }).check();
    const field = page.getByRole("textbox", { name: "CA certificates" });
    await field.fill(
      `${await makeCertificate()}-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----\n`,
    );
    await page.getByText("That was a private key. It has been cleared and was sent nowhere.").waitFor();
    assert.equal(await field.inputValue(), "");
    assert.ok(!(await page.content()).includes("c2VjcmV0"));
    assert.deepEqual(await findAccessibilityViolations(page), []);
  });
});
