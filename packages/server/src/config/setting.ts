// A setting is declared once, with its environment variable and its flag beside its shape: none of the three can be
// forgotten, and the table of settings, the JSON Schema and the documentation all come from here.
import type { z } from "zod";

export interface SettingNames {
  readonly env: string;
  /** Without the dashes. Null: no flag, and `noFlag` says why. */
  readonly flag: string | null;
  readonly noFlag?: string;
  /** What it is for, one or two sentences, as the reference prints it. */
  readonly description: string;
  /** What happens when it is left out, where the schema itself has no default. */
  readonly otherwise?: string;
}

export function setting<T extends z.ZodType>(names: SettingNames, schema: T): T {
  return schema.meta({ ...names });
}

/** How the text of an environment variable or flag becomes a value. */
export type SettingKind = "text" | "number" | "boolean" | "list" | "yaml";

export interface SettingRow extends SettingNames {
  /** Dotted path in remit.yaml. */
  readonly path: string;
  readonly kind: SettingKind;
  readonly defaultValue: unknown;
}

/** The parts of a JSON Schema node that are read here. */
export interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode;
  readonly default?: unknown;
  readonly description?: string;
  readonly env?: string;
}

/** Every setting below a node, in the order of the schema. */
export function listSettings(node: SchemaNode, path = ""): SettingRow[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const childPath = path === "" ? key : `${path}.${key}`;
    return child.env === undefined ? listSettings(child, childPath) : [toRow(childPath, child)];
  });
}

function toRow(path: string, node: SchemaNode): SettingRow {
  const names = node as SchemaNode & SettingNames;
  const { env, flag, noFlag, description, otherwise } = names;
  return {
    path,
    kind: kindOf(node),
    defaultValue: node.default,
    env,
    flag,
    description,
    ...(noFlag !== undefined && { noFlag }),
    ...(otherwise !== undefined && { otherwise }),
  };
}

function kindOf({ type, items }: SchemaNode): SettingKind {
  if (type === "string") return "text";
  if (type === "integer" || type === "number") return "number";
  if (type === "boolean") return "boolean";
  return type === "array" && items?.type === "string" ? "list" : "yaml";
}
