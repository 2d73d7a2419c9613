// The two messages of temporal-proxy's external authorization, api.auth.v1.AuthService/Auth.
import { readText } from "./wire/cursor.ts";
import { eachBytesField } from "./wire/fields.ts";
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
  let target: Buffer | null = null;
  const credentials: AuthRequest["credentials"][number][] = [];
  eachBytesField(message, (field, value) => {
    if (field === 1) {
      // Decoders merge what comes twice: which target was meant must not depend on who reads it.
      if (target !== null) throw malformed("target stands twice");
      target = value;
    } else if (field === 2) credentials.push(readCredential(value));
  });
  const { path, namespace } = readTarget(target);
  return { path, namespace, credentials };
}

function readTarget(target: Buffer | null): { path: string; namespace: string } {
  let path = "";
  let namespace = "";
  if (target !== null)
    eachBytesField(target, (field, value) => {
      if (field === 1) path = toText(value);
      else if (field === 2) namespace = toText(value);
    });
  return { path, namespace };
}

function readCredential(credential: Buffer): AuthRequest["credentials"][number] {
  let header = "";
  const values: string[] = [];
  eachBytesField(credential, (field, value) => {
    if (field === 1) header = toText(value);
    else if (field === 2) values.push(toText(value));
  });
  return { header, values };
}

const toText = (value: Buffer): string => readText(value, 0, value.length);

/** @param refusal null: the caller may go on */
export const writeAuthResponse = (refusal: string | null): Uint8Array =>
  refusal === null
    ? Buffer.concat(writeNumber(1, allow))
    : Buffer.concat([...writeNumber(1, deny), ...writeField(2, Buffer.from(refusal.slice(0, maxReason), "utf8"))]);
