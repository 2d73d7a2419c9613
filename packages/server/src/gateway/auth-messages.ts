// The two messages of temporal-proxy's external authorization, api.auth.v1.AuthService/Auth.
import { type Cursor, readLength, readTag, readText, skipField, startAt } from "./wire/cursor.ts";
import { malformed } from "./wire/malformed.ts";
import { writeField, writeNumber } from "./wire/write.ts";

export interface AuthRequest {
  /** The method's path; "" where the proxy asks about something that is no gRPC call. */
  readonly path: string;
  /** "" is "not known". */
  readonly namespace: string;
  /** Every credential-bearing header of the caller, with all its values. */
  readonly credentials: readonly { readonly header: string; readonly values: readonly string[] }[];
}

const allow = 1;
const deny = 2;
/** A reason is for whoever runs the proxy; longer ones are cut. */
const maxReason = 1_000;

/** @throws RemitError INVALID_ARGUMENT */
export function readAuthRequest(message: Buffer): AuthRequest {
  let target: Cursor | null = null;
  const credentials: AuthRequest["credentials"][number][] = [];
  eachField(startAt(message), (field, value) => {
    if (field === 1) {
      // Decoders merge what comes twice: which target was meant must not depend on who reads it.
      if (target !== null) throw malformed("target stands twice");
      target = value;
    } else if (field === 2) credentials.push(readCredential(value));
  });
  const { path, namespace } = readTarget(target);
  return { path, namespace, credentials };
}

function readTarget(target: Cursor | null): { path: string; namespace: string } {
  let path = "";
  let namespace = "";
  if (target !== null)
    eachField(target, (field, { bytes, at, end }) => {
      if (field === 1) path = readText(bytes, at, end);
      else if (field === 2) namespace = readText(bytes, at, end);
    });
  return { path, namespace };
}

function readCredential(credential: Cursor): AuthRequest["credentials"][number] {
  let header = "";
  const values: string[] = [];
  eachField(credential, (field, { bytes, at, end }) => {
    if (field === 1) header = readText(bytes, at, end);
    else if (field === 2) values.push(readText(bytes, at, end));
  });
  return { header, values };
}

/** Calls `visit` with each field of text, bytes or a message. */
function eachField(cursor: Cursor, visit: (field: number, value: Cursor) => void): void {
  const at = { ...cursor };
  while (at.at < at.end) {
    const tag = readTag(at);
    if ((tag & 7) !== 2) {
      skipField(at, tag & 7);
      continue;
    }
    const end = readLength(at);
    visit(tag >>> 3, { ...at, end });
    at.at = end;
  }
}

/** @param refusal null: the caller may go on */
export const writeAuthResponse = (refusal: string | null): Uint8Array =>
  refusal === null
    ? Buffer.concat(writeNumber(1, allow))
    : Buffer.concat([...writeNumber(1, deny), ...writeField(2, Buffer.from(refusal.slice(0, maxReason), "utf8"))]);
