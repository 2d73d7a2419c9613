// The metrics of the platform are there, and somebody collects them.
import type { EvidenceProvider } from "../evidence.ts";
import { dateOf, unknown } from "./look.ts";

/** Collectors come every minute or so; an hour without one is a gap. */
const gap = 3_600_000;

export const metrics: EvidenceProvider = {
  name: "metrics",
  title: "The metrics endpoint is on and is scraped.",
  judge: ({ observed, now }) => {
    const seen = observed?.metrics;
    if (seen === undefined) return unknown("It is not known whether the metrics endpoint is on: nobody looked.");
    if (!seen.enabled) return { state: "red", why: "The metrics endpoint is off." };
    const last = seen.lastScrapedAt;
    if (last === undefined) return unknown("The metrics endpoint is on; it is not known whether anybody scrapes it.");
    if (last === null) return { state: "red", why: "The metrics endpoint is on, and nobody has scraped it yet." };
    if (now - last > gap) return { state: "red", why: `The metrics endpoint was last scraped on ${dateOf(last)}.` };
    return { state: "green", why: "The metrics endpoint is on and was scraped within the last hour." };
  },
};
