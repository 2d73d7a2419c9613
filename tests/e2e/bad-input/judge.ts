// What an answer to bad input may be: a refusal by name, or acceptance of what is not bad after all.
import { Code } from "@connectrpc/connect";
import type { Answer } from "./send.ts";

const ourFault: ReadonlySet<Code> = new Set([
  Code.Unknown,
  Code.Internal,
  Code.DataLoss,
  Code.Unavailable,
  Code.DeadlineExceeded,
  Code.Aborted,
  Code.Canceled,
]);

/** Stack frames, paths of the program, SQL, and words of the database and its driver. */
const insides =
  /\bat \S+ \(|\.ts:\d+|\.js:\d+|node_modules|\/packages\/|\bselect "|insert into|update "|syntax error at|violates|relation "|duplicate key|pg_catalog|kysely|invalid byte sequence|undefined|\[object |TypeError|RangeError|SyntaxError|Cannot read/i;

/** No Temporal server stands behind the target: that one cannot be asked is nobody's fault. gRPC writes blanks as %20. */
const isOfTemporal = (text: string): boolean => /Temporal(?: |%20)could(?: |%20)not/.test(text);

/** The problem, or null. */
export function judge({ code, text }: Answer): string | null {
  if (code === null) return null;
  if (ourFault.has(code) && !(code === Code.Unavailable && isOfTemporal(text)))
    return `answered ${Code[code]}: ${text.slice(0, 400)}`;
  if (Code[code] === undefined) return `answered an unknown code ${code}: ${text.slice(0, 400)}`;
  const inside = insides.exec(text)?.[0];
  return inside === undefined ? null : `shows ${JSON.stringify(inside)}: ${text.slice(0, 400)}`;
}
