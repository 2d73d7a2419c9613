// A draft as JSON and back. Out comes the wire's form, in goes that or the form of an early page on custom roles.
import { importRole, type RoleError } from "@remit/policy";
import { locateInJson } from "./locate-in-json.ts";
import { fromSpec, type RoleDraft, toSpec } from "./role-draft.ts";

/** The fields as the Cloud Ops API's own documents spell them; `temporal cloud custom-role` reads it. */
export function toWireJson(draft: RoleDraft): object {
  const { name, description, permissions } = toSpec(draft);
  return {
    name,
    ...(description !== "" && { description }),
    permissions: permissions.map(({ actions, resources }) => ({
      actions,
      resources: {
        resource_type: resources?.resourceType ?? "",
        ...(resources?.allowAll === true ? { allow_all: true } : {}),
        ...((resources?.resourceIds.length ?? 0) > 0 && { resource_ids: resources?.resourceIds }),
      },
    })),
  };
}

export const toJsonText = (draft: RoleDraft): string => JSON.stringify(toWireJson(draft), null, 2);

export interface JsonProblem {
  /** From 1. */
  readonly line: number;
  /** Empty where the text is no JSON at all. */
  readonly field: string;
  readonly message: string;
}

export type JsonReading =
  | { readonly draft: RoleDraft; readonly notes: readonly string[] }
  | { readonly problems: readonly JsonProblem[] };

/** What is typed or pasted. `notes` say what was understood otherwise than it was written. */
export function parseJsonText(text: string): JsonReading {
  let json: unknown;
  try {
    json = JSON.parse(text) as unknown;
  } catch (error) {
    return { problems: [describeSyntaxError(text, error)] };
  }
  const { spec, changes, errors } = importRole(json);
  if (spec === null || errors.length > 0) return { problems: errors.map((error) => placeInText(text, error)) };
  return { draft: fromSpec(spec), notes: changes };
}

/** Where an error of the role stands in its text. */
export const placeInText = (text: string, { field, message }: RoleError): JsonProblem => ({
  line: lineAt(text, locateInJson(text, field.replace(/^spec\./, ""))),
  field,
  message,
});

const lineAt = (text: string, position: number): number => text.slice(0, position).split("\n").length;

function describeSyntaxError(text: string, error: unknown): JsonProblem {
  const message = error instanceof Error ? error.message : String(error);
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  return {
    line: lineAt(text, position),
    field: "",
    message: `This is not JSON yet: ${message.replace(/ in JSON at position.*$| \(line.*\)$/, "")}`,
  };
}
