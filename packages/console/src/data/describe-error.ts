// What a refusal says to a person: what happened, which fields, whom to ask.
import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema, ErrorInfoSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";

export interface DescribedError {
  readonly title: string;
  readonly message: string;
  /** Message by field, in the wire's names: `spec.permissions[2].actions[0]`. */
  readonly fields: ReadonlyMap<string, string>;
  /** Who can help, where the server says so. */
  readonly contact: { readonly team: string; readonly contact: string; readonly link: string } | null;
  readonly code: Code;
  /** The server's own word for it, as VERSION_MISMATCH; empty where there is none. */
  readonly reason: string;
}

const titles: Readonly<Partial<Record<Code, string>>> = {
  [Code.PermissionDenied]: "You may not do this",
  [Code.NotFound]: "It is not there",
  [Code.AlreadyExists]: "It exists already",
  [Code.InvalidArgument]: "Something is not right yet",
  [Code.FailedPrecondition]: "This cannot be done now",
  [Code.Aborted]: "Somebody else was faster",
  [Code.Unauthenticated]: "Your session has ended",
  [Code.Unavailable]: "Remit cannot be reached",
  [Code.DeadlineExceeded]: "Remit did not answer in time",
  [Code.Unimplemented]: "This server does not do this",
};

/** The codes with which an answer that never came is told, too: a connection refused reads Unknown in browsers. */
const unreachable = new Set([Code.Unavailable, Code.DeadlineExceeded, Code.Unknown]);

export function describeError(thrown: unknown): DescribedError {
  const error = ConnectError.from(thrown);
  const info = error.findDetails(ErrorInfoSchema)[0];
  const metadata = info?.metadata ?? {};
  const violations = error.findDetails(BadRequestSchema).flatMap((detail) => detail.fieldViolations);
  const { team = "", contact = "", link = "" } = metadata;
  return {
    title: titles[error.code] ?? "Something went wrong",
    message: isUnreachable(error) ? "The page goes on trying." : sayMessage(error.rawMessage, team),
    fields: new Map(violations.map(({ field, description }) => [field, withoutField(field, description)])),
    contact: team === "" ? null : { team, contact, link },
    code: error.code,
    reason: info?.reason ?? "",
  };
}

/** The title says already that it was refused, and the contact stands in a line of its own, with its link. */
function sayMessage(message: string, team: string): string {
  const at = team === "" ? -1 : message.lastIndexOf(` Ask ${team}`);
  const said = (at === -1 ? message : message.slice(0, at)).replace(/^permission denied: /, "");
  // The name of an operation keeps its case.
  return said === message || /^[a-z]+\./.test(said) ? said : said.charAt(0).toUpperCase() + said.slice(1);
}

/** At the field itself its name need not be said again. */
const withoutField = (field: string, description: string): string =>
  description.startsWith(`${field}: `) ? description.slice(field.length + 2) : description;

/** The server did not answer at all; null is no error. */
export const isUnreachable = (thrown: unknown): boolean => {
  if (thrown === null) return false;
  const error = ConnectError.from(thrown);
  return unreachable.has(error.code) && error.findDetails(ErrorInfoSchema).length === 0;
};

/** Somebody else changed the same thing since it was read: it is read again, and both changes are brought together. */
export const isSavedMeanwhile = (thrown: unknown): boolean => describeError(thrown).reason === "VERSION_MISMATCH";
