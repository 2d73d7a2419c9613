import { UsageError } from "./terminal.ts";

/** A day, which counts until it is over (UTC), or a time with its zone. `flag` is what problems call it. @throws UsageError */
export function parseEnd(text: string, flag: string): Date {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const end = new Date(isDay ? `${text}T23:59:59Z` : text);
  // Dates roll over: the 31st of February would be one of March.
  const isReal = isDay
    ? !Number.isNaN(end.getTime()) && end.toISOString().startsWith(text)
    : !Number.isNaN(end.getTime());
  if ((isDay || isTime) && isReal) return end;
  throw new UsageError(
    `${flag} takes a day, as 2027-01-31, or a time, as 2027-01-31T12:00:00Z, not ${JSON.stringify(text)}.`,
  );
}
