// The three sources, laid over each other: remit.yaml, then the environment, then flags.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parse } from "yaml";
import type { Problem } from "./problem.ts";
import { suggest } from "./problem.ts";
import type { SettingRow } from "./setting.ts";

export interface Layers {
  /** The settings as given, not yet checked. */
  readonly raw: Record<string, unknown>;
  /** Dotted path → where the value came from. */
  readonly origins: Map<string, string>;
  readonly problems: Problem[];
}

/** Variables that begin with REMIT_ and belong to the client commands, to tests, or to Kubernetes service links. */
const otherVariables = /^REMIT_(ADDRESS|API_KEY|ACCOUNT|CA|CONFIG|TEST_.*|SERVICE_.*|PORT|PORT_.*)$/;

/** @param file absolute path of remit.yaml, or null when there is none */
export function readFile(file: string | null): Layers {
  const layers: Layers = { raw: {}, origins: new Map(), problems: [] };
  if (file === null) return layers;
  try {
    const content: unknown = parse(readFileSync(file, "utf8"));
    if (isObject(content)) {
      Object.assign(layers.raw, structuredClone(content));
      for (const key of Object.keys(content)) layers.origins.set(key, basename(file));
    } else if (content !== null) layers.problems.push({ path: "", message: `${file}: expected settings, one a line` });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    layers.problems.push({ path: "", message: `${file} cannot be read: ${reason}` });
  }
  return layers;
}

export function applyEnvironment(
  layers: Layers,
  rows: readonly SettingRow[],
  env: Readonly<Record<string, string | undefined>>,
): void {
  const known = new Map(rows.map((row) => [row.env, row]));
  for (const [name, text] of Object.entries(env)) {
    const row = known.get(name);
    if (row !== undefined && text) put(layers, row, text, name);
    else if (row === undefined && name.startsWith("REMIT_") && !otherVariables.test(name)) {
      layers.problems.push({ path: "", message: `unknown variable ${name}${suggest(name, [...known.keys()])}` });
    }
  }
}

export function applyFlags(layers: Layers, rows: readonly SettingRow[], values: ReadonlyMap<string, string>): void {
  for (const row of rows) {
    const text = row.flag === null ? undefined : values.get(row.flag);
    if (text !== undefined) put(layers, row, text, `--${row.flag}`);
  }
}

function put({ raw, origins, problems }: Layers, row: SettingRow, text: string, origin: string): void {
  origins.set(row.path, origin);
  const keys = row.path.split(".");
  const last = keys.pop() ?? "";
  let at = raw;
  for (const key of keys) {
    const inner = at[key];
    // Something else than an object in the file is refused by the schema; here it only must not be lost.
    if (inner !== undefined && inner !== null && !isObject(inner)) return;
    const next = isObject(inner) ? inner : {};
    at[key] = next;
    at = next;
  }
  const value = toValue(row, text);
  if (value instanceof Error) problems.push({ path: row.path, message: value.message });
  else at[last] = value;
}

/** What is not of its kind stays text: the schema then says what it expected. */
function toValue({ kind }: SettingRow, text: string): unknown {
  switch (kind) {
    case "text":
      return text;
    case "number":
      return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "list":
      return text
        .split(",")
        .map((item) => item.trim())
        .filter((item) => item !== "");
    case "yaml":
      try {
        return parse(text) as unknown;
      } catch (error) {
        return new Error(`is not valid YAML or JSON: ${error instanceof Error ? error.message : String(error)}`);
      }
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
