// How long a new key lives. Every key ends: the server says how far away that may be.

export const lifetimes = [
  { value: "7", label: "In 7 days" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "date", label: "On a date …" },
] as const;

export const defaultLifetime: string = "90";

const dayMs = 86_400_000;

/** The moment at which a key ends; null while no date is chosen. A date is meant with its whole day, where one is. */
export function endOf(lifetime: string, date: string, now: Date): Date | null {
  if (lifetime !== "date") return new Date(Math.floor(now.getTime() / 1_000) * 1_000 + Number(lifetime) * dayMs);
  const end = new Date(`${date}T23:59:59`);
  return Number.isNaN(end.getTime()) ? null : end;
}

/** As `<input type="date">` has it, in the person's own time zone. */
export const dateInputValue = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
