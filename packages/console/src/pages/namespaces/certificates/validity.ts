// Until when a certificate is good, in words.

export interface Validity {
  readonly label: string;
  readonly color: "red" | "yellow" | "teal";
}

const dayMs = 24 * 3_600_000;
/** As the evidence for a row that watches over certificates has it. */
const soonDays = 30;

export function describeValidity(notBefore: Date, notAfter: Date, now: Date): Validity {
  const left = notAfter.getTime() - now.getTime();
  if (left <= 0) return { label: "Expired", color: "red" };
  if (now < notBefore) return { label: "Not valid yet", color: "yellow" };
  const days = Math.floor(left / dayMs);
  if (days > soonDays) return { label: `Expires in ${days} days`, color: "teal" };
  if (days === 0) return { label: "Expires within a day", color: "yellow" };
  return { label: days === 1 ? "Expires in 1 day" : `Expires in ${days} days`, color: "yellow" };
}
