// The audit trail is whole, and it arrives where it is sent.
import type { EvidenceProvider } from "../evidence.ts";
import { countThings, dateOf, day, listNames, unknown } from "./look.ts";

/** Verified longer ago, and a break could have gone unnoticed. */
const verifiedWithin = 2 * day;

export const auditLog: EvidenceProvider = {
  name: "audit-log",
  title: "The audit chain is unbroken, and its sinks are healthy.",
  judge: ({ observed, now }) => {
    const audit = observed?.audit;
    if (audit === undefined) return unknown("It is not known whether the audit trail is whole: nobody verified it.");
    if (audit.broken) return { state: "red", why: "The audit chain is broken." };
    const failing = (audit.sinks ?? []).filter(({ healthy }) => !healthy).map(({ name }) => name);
    if (failing.length > 0) return { state: "red", why: `Records do not arrive at ${listNames(failing)}.` };
    if (audit.verifiedUntil === null) return unknown("The audit chain was never verified.");
    const until = dateOf(audit.verifiedUntil);
    if (now - audit.verifiedUntil > verifiedWithin) {
      return { state: "amber", why: `The audit chain was verified up to ${until} and not since.` };
    }
    if (audit.sinks === undefined) return unknown(`The audit chain is whole up to ${until}; its sinks are not known.`);
    if (audit.sinks.length === 0)
      return { state: "amber", why: `The audit chain is whole up to ${until}, and is sent nowhere.` };
    return {
      state: "green",
      why: `The audit chain is whole up to ${until}; ${countThings(audit.sinks.length, "healthy sink")}.`,
    };
  },
};
