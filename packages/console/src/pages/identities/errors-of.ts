// Which part of a refusal is told at a field of the form, and which under all of them.
import { describeError } from "../../data/describe-error.ts";

export interface FormErrors {
  readonly fields: ReadonlyMap<string, string>;
  /** Null when every part of it stands at a field. */
  readonly rest: unknown;
}

/** `shown` are the fields, in the wire's names, at which the form shows a message. */
export function errorsOf(error: unknown, shown: readonly string[]): FormErrors {
  if (error === null) return { fields: new Map(), rest: null };
  const { fields } = describeError(error);
  const all = [...shown, "spec.access.account_access.role", "spec.access.account_access.custom_roles"];
  const atFields = fields.size > 0 && [...fields.keys()].every((field) => all.includes(field));
  return { fields, rest: atFields ? null : error };
}
