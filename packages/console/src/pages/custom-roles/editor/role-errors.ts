// What is wrong with a draft: by the rules that every role follows, and by what the server says of this one.
import { type RoleError, validateRole } from "@remit/policy";
import { describeError } from "../../../data/describe-error.ts";
import { type Tab, tabs } from "../draft/offer.ts";
import { type RoleDraft, savedEntries, toSpec } from "../draft/role-draft.ts";

/** A count over the documented limit is no error here: the server's own limit may be another. It is shown as a count. */
const isOverLimit = ({ message }: RoleError): boolean => message.startsWith("must have at most");

/** Whether an id exists is the server's to say. */
export const findErrors = (draft: RoleDraft): RoleError[] =>
  validateRole(toSpec(draft), { exists: () => true }).filter((error) => !isOverLimit(error));

/** The fields that a refusal names. */
export const errorsIn = (refusal: unknown): RoleError[] =>
  refusal === null || refusal === undefined
    ? []
    : [...describeError(refusal).fields].map(([field, message]) => ({
        field,
        message: message.replace(`${field}: `, ""),
      }));

/** The messages about one entry of the draft: where the wire's `permissions[2]` came from. */
export function errorsOfEntry(draft: RoleDraft, errors: readonly RoleError[], key: number): string[] {
  const index = savedEntries(draft.entries).findIndex((entry) => entry.key === key);
  if (index < 0) return [];
  const prefix = `spec.permissions[${index}]`;
  const found = errors.filter(({ field }) => field === prefix || field.startsWith(`${prefix}.`));
  return [...new Set(found.map(inWords))];
}

/** The rule speaks of the wire's fields; on the page they are a choice. */
const inWords = ({ message }: RoleError): string =>
  message.startsWith("one of allow_all and resource_ids") ? "select all of them, or at least one" : message;

/** The first thing to do before the draft can be saved, and the tab on which it is; null when there is nothing. */
export function firstToDo(
  draft: RoleDraft,
  errors: readonly RoleError[],
): { text: string; tab: Tab["id"] | null } | null {
  const [first] = errors;
  if (first === undefined) return null;
  if (first.field === "spec.name") return { text: `The name ${inWords(first)}.`, tab: null };
  if (first.field === "spec.permissions") return { text: "Turn on at least one operation.", tab: null };
  const index = Number(/^spec\.permissions\[(\d+)\]/.exec(first.field)?.[1] ?? -1);
  const type = savedEntries(draft.entries)[index]?.type;
  const tab = tabs.find((candidate) => candidate.type === type) ?? tabs[0];
  return { text: `${tab?.label ?? ""}: ${inWords(first)}.`, tab: tab?.id ?? null };
}

export const errorAt = (errors: readonly RoleError[], field: string): string | null =>
  errors.find((error) => error.field === field)?.message ?? null;
