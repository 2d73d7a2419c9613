// Whose access tokens are taken on the data plane.
import { z } from "zod";
import { setting } from "../setting.ts";
import { text } from "./values.ts";

const urlRule = "must be an https URL (http on this machine alone), without a user, a query or a fragment";

/** Loopback aside, keys come over TLS: who could change them on the way could make anybody's token. */
function isTrustworthyUrl(value: string): boolean {
  const url = URL.parse(value);
  if (url === null || url.username !== "" || url.password !== "" || /[?#]/.test(value)) return false;
  if (url.protocol === "https:") return true;
  return url.protocol === "http:" && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
}

const trustworthyUrl = z.string().refine(isTrustworthyUrl, urlRule);

const issuer = z.strictObject({
  issuer: trustworthyUrl.describe("The issuer, exactly as it stands in its tokens (`iss`)."),
  audience: text.describe("What its tokens must be made for (`aud`)."),
  jwksUri: trustworthyUrl.optional().describe("Where its keys are; left out: as its OpenID configuration says."),
  emailClaim: text.default("email").describe("The claim that holds the user's e-mail address."),
});

export const oidc = {
  oidc: z
    .strictObject({
      issuers: setting(
        {
          env: "REMIT_OIDC_ISSUERS",
          flag: null,
          noFlag: "a list of objects",
          description:
            "Issuers whose access tokens (OIDC) the gateway takes beside API keys. A token stands for the active user whose " +
            "e-mail address it names; it must say `email_verified: true`.",
        },
        z.array(issuer).default([]),
      ),
    })
    .prefault({}),
};
