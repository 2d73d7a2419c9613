// People sign in by the company's identity provider, and it brings users and groups.
import type { EvidenceProvider } from "../evidence.ts";
import { countThings, unknown } from "./look.ts";

export const samlScim: EvidenceProvider = {
  name: "saml-scim",
  title: "SAML and SCIM are configured.",
  judge: ({ observed, groups }) => {
    const brought = groups.filter(({ kind }) => kind === "scim").length;
    const signIn = observed?.signIn;
    if (signIn === undefined) {
      const scim = brought === 0 ? "" : ` ${countThings(brought, "group")} came by SCIM.`;
      return unknown(`It is not known whether people sign in by SAML: nobody reported the sign-in settings.${scim}`);
    }
    const missing = [...(signIn.saml ? [] : ["SAML"]), ...(signIn.scim ? [] : ["SCIM"])];
    if (missing.length > 0) {
      return { state: signIn.saml ? "amber" : "red", why: `${missing.join(" and ")} is not configured.` };
    }
    if (brought === 0) return { state: "amber", why: "SAML and SCIM are configured, but no group has come by SCIM." };
    return { state: "green", why: `SAML and SCIM are configured; ${countThings(brought, "group")} came by SCIM.` };
  },
};
