// A moment in a page token, whole milliseconds as the tables have them.
import { foreignToken } from "./paging.ts";

/** Unix milliseconds. @throws RemitError INVALID_FIELD for what no row has and the database could refuse */
export function parseMoment(text: string): Date {
  if (!/^\d{1,14}$/.test(text)) throw foreignToken();
  return new Date(Number(text));
}

export const toMoment = (date: Date): string => String(date.getTime());
