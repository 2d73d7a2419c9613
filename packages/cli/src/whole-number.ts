import { UsageError } from "./terminal.ts";

/** The most that the wire's integers hold. */
const most = 2 ** 31 - 1;

/** `flag` is what problems call it. @throws UsageError */
export function parseWhole(text: string, flag: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= most) return number;
  throw new UsageError(`${flag} takes a whole number, as 8, not ${JSON.stringify(text)}.`);
}
