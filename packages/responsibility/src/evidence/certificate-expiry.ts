// The certificate authorities by which Workers are known do not end unnoticed.
import type { EvidenceProvider } from "../evidence.ts";
import { dateOf, day, judgeNamespaces } from "./look.ts";

/** Less than this, and there may be no time left to bring a new one to every Worker. */
const endsSoon = 30 * day;

export const certificateExpiry: EvidenceProvider = {
  name: "certificate-expiry",
  title: "No client certificate authority of a Namespace ends soon.",
  judge: (facts, team) =>
    judgeNamespaces(facts, team, {
      look: ({ settings }, _, { now }) => {
        if (settings === null) return null;
        if (!settings.mtlsAuth) return { state: "green", seen: "uses no certificates" };
        const end = settings.firstCaExpiresAt;
        if (end === null)
          return { state: "unknown", seen: "uses certificates and names no authority that can be read" };
        if (end <= now) return { state: "red", seen: `has a certificate authority that ended on ${dateOf(end)}` };
        if (end - now <= endsSoon)
          return { state: "amber", seen: `has a certificate authority that ends on ${dateOf(end)}` };
        return { state: "green", seen: "ends late enough" };
      },
      good: "without a certificate authority that ends soon",
      unknown: "when the certificate authority of a Namespace ends",
    }),
};
