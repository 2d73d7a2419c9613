// The checks that every resource shares, each with the error that clients know.
import { clone, type DescMessage, equals, type MessageShape } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { registry } from "@remit/protocol";
import { invalidField, nothingToChange, quote, RemitError } from "../errors.ts";

/** @throws RemitError INVALID_FIELD when the spec is missing; returns a copy that may be normalised in place */
export function requireSpec<Desc extends DescMessage>(
  desc: Desc,
  spec: MessageShape<Desc> | undefined,
): MessageShape<Desc> {
  if (spec === undefined) throw invalidField("spec", "is required");
  return clone(desc, spec);
}

/** @throws RemitError INVALID_FIELD for an empty version, VERSION_MISMATCH for another one */
export function requireVersion(what: string, stored: number, sent: string): void {
  if (sent === "") throw invalidField("resource_version", `is required; read the ${what} first and send its version`);
  if (sent === String(stored)) return;
  throw new RemitError(
    Code.FailedPrecondition,
    "VERSION_MISMATCH",
    `resource_version: the ${what} is at version ${stored}, not ${quote(sent)}; read it again and repeat the change`,
    { field: "resource_version", metadata: { resource_version: String(stored) } },
  );
}

/** Compares normalised specs. @throws RemitError NOTHING_TO_CHANGE */
export function requireChange<Desc extends DescMessage>(
  desc: Desc,
  stored: MessageShape<Desc>,
  wanted: MessageShape<Desc>,
  what: string,
): void {
  if (equals(desc, stored, wanted, { registry, unknown: true, extensions: true })) throw nothingToChange(what);
}

/** @throws RemitError INVALID_FIELD */
export function requireText(
  value: string,
  field: string,
  bounds: { min?: number; max: number; pattern?: RegExp; says?: string },
): void {
  const { min = 1, max, pattern, says } = bounds;
  if (value.length < min) throw invalidField(field, min === 1 ? "is required" : `must have at least ${min} characters`);
  if (value.length > max) throw invalidField(field, `must have at most ${max} characters, this has ${value.length}`);
  if (pattern !== undefined && !pattern.test(value)) throw invalidField(field, says ?? `must match ${pattern.source}`);
}

/** @throws RemitError INVALID_FIELD for a number that the enum does not have, or for UNSPECIFIED */
export function requireEnum(values: Readonly<Record<string, number>>, value: number, field: string): void {
  const names = Object.entries(values).filter(([, number]) => number !== 0);
  if (names.some(([, number]) => number === value)) return;
  throw invalidField(field, `must be one of ${names.map(([name]) => name).join(", ")}`);
}
