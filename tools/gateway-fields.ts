// Makes packages/server/src/gateway/request-fields.ts: where in the requests of Temporal's API the fields stand that the
// gateway must read, from the pinned descriptors and the server's rules about them. Run by `npm run generate`; a test
// fails when what is committed differs, and when a field looks like a way to somewhere and has no rule.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  createFileRegistry,
  type DescField,
  type DescMessage,
  type FileRegistry,
  fromBinary,
  ScalarType,
} from "@bufbuild/protobuf";
import { type FileDescriptorSet, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { services } from "../packages/server/src/gateway/methods.ts";
import { actsElsewhere, type FieldRule, fieldRules, leadNowhere } from "../packages/server/src/gateway/reach.ts";

export const fieldsFile = join(import.meta.dirname, "../packages/server/src/gateway/request-fields.ts");
const descriptors = join(import.meta.dirname, "../packages/protocol/descriptors/temporal.binpb");

/** Temporal's API as this version of Remit knows it; `alter` may change the descriptors first. */
export function readTemporalApi(alter: (set: FileDescriptorSet) => void = () => undefined): FileRegistry {
  const set = fromBinary(FileDescriptorSetSchema, readFileSync(descriptors));
  alter(set);
  return createFileRegistry(set);
}

const shortName = (message: DescMessage): string => message.typeName.replace(/^temporal\.api\./, "");

export const keyOf = (field: DescField): string => `${shortName(field.parent)}.${field.name}`;

const isRequest = (message: DescMessage): boolean =>
  /(workflow|operator)service\.v1\.\w+Request$/.test(message.typeName);

export function ruleOf(field: DescField): FieldRule | undefined {
  const own = fieldRules[keyOf(field)];
  if (own !== undefined || messageOf(field) !== undefined || !isRequest(field.parent)) return own;
  return fieldRules[`*.${field.name}`];
}

const leadsOn = (message: DescMessage): boolean =>
  message.typeName.startsWith("temporal.api.") && leadNowhere[shortName(message)] === undefined;

function messageOf(field: DescField): DescMessage | undefined {
  return field.fieldKind === "enum" || field.fieldKind === "scalar" ? undefined : field.message;
}

/** Every message that a request of the gateway's namespace methods may hold, requests included. */
export function messagesInRequests(api: FileRegistry): Map<string, DescMessage> {
  const found = new Map<string, DescMessage>();
  const visit = (message: DescMessage): void => {
    if (found.has(message.typeName) || !leadsOn(message)) return;
    found.set(message.typeName, message);
    for (const field of message.fields) {
      const next = messageOf(field);
      if (next !== undefined) visit(next);
    }
  };
  for (const [, { input }] of namespaceMethods(api)) visit(input);
  return found;
}

function namespaceMethods(api: FileRegistry): [path: string, { input: DescMessage }][] {
  return Object.entries(services).flatMap(([service, rows]) =>
    (api.getService(service)?.methods ?? [])
      .filter(({ name }) => rows[name]?.kind === "namespace")
      .map(({ name, input }): [string, { input: DescMessage }] => [`/${service}/${name}`, { input }]),
  );
}

const suspiciousText =
  /namespace|token$|endpoint|workflow_id|business_id|workflow_type|task_queue|job_id|(^|_)url$|visibility_query/;
const suspiciousEnum = /(Reuse|Conflict|Overlap|Close)Policy$/;
/** What these name, they read. */
const onlyReads = /\.(Describe|List|Count|Get|Scan|Query)\w+Request$/;

/** Fields that look like a way to somewhere and that no rule is about. */
export function findUnclassified(api: FileRegistry): string[] {
  return [...messagesInRequests(api).values()]
    .flatMap((message) => message.fields)
    .filter((field) => looksLikeReach(field) && ruleOf(field) === undefined && !leadsToRule(field))
    .map(keyOf)
    .sort();
}

function looksLikeReach(field: DescField): boolean {
  // Of the things of which a caller chooses one, each is an act.
  if (field.oneof?.fields.some(leads)) return true;
  if (field.enum !== undefined) return suspiciousEnum.test(field.enum.typeName);
  if (field.scalar !== ScalarType.STRING && field.scalar !== ScalarType.BYTES) return false;
  if (field.name === "visibility_query" && onlyReads.test(field.parent.typeName)) return false;
  return suspiciousText.test(field.name);
}

function hasRuleInside(message: DescMessage, open: readonly DescMessage[] = []): boolean {
  if (open.includes(message) || !leadsOn(message)) return false;
  return message.fields.some((field) => {
    const next = messageOf(field);
    return counts(ruleOf(field)) || (next !== undefined && hasRuleInside(next, [...open, message]));
  });
}

const counts = (rule: FieldRule | undefined): boolean => rule !== undefined && rule.is !== "harmless";

type Kind = "string" | "bytes" | "number" | "message" | "messages" | "skip";

interface FieldFacts {
  readonly number: number;
  readonly name: string;
  readonly kind: Kind;
  readonly type: string;
}

interface MessageFacts {
  readonly fields: readonly FieldFacts[];
  /** Numbers of the cases of which one is chosen; then no field may be there that is not known. */
  readonly oneOf: readonly number[];
}

function collect(api: FileRegistry): { messages: Map<string, MessageFacts>; inputs: Map<string, string> } {
  const messages = new Map<string, MessageFacts>();
  const visit = (name: string, fields: readonly DescField[]): void => {
    if (messages.has(name)) return;
    const wanted = fields.filter(leads);
    const chosen = new Set(wanted.flatMap(({ oneof }) => oneof?.fields ?? []));
    const rows = chosen.size === 0 ? wanted : fields;
    messages.set(name, {
      fields: rows.map((field) => toFacts(field, wanted.includes(field))),
      oneOf: [...chosen].map(({ number }) => number),
    });
    for (const field of wanted) {
      const next = messageOf(field);
      if (next === undefined || !hasRuleInside(next)) continue;
      if (field.fieldKind === "map") messages.set(entryName(field), entryFacts(next));
      visit(shortName(next), next.fields);
    }
  };
  const inputs = new Map<string, string>();
  for (const [path, { input }] of namespaceMethods(api)) {
    visit(shortName(input), input.fields);
    inputs.set(path, shortName(input));
  }
  return { messages, inputs };
}

const leads = (field: DescField): boolean => counts(ruleOf(field)) || leadsToRule(field);

function leadsToRule(field: DescField): boolean {
  const message = messageOf(field);
  return message !== undefined && hasRuleInside(message);
}

const entryName = (field: DescField): string => `${keyOf(field)}.entry`;
const entryFacts = (value: DescMessage): MessageFacts => ({
  fields: [{ number: 2, name: "value", kind: "message", type: shortName(value) }],
  oneOf: [],
});

function toFacts(field: DescField, wanted: boolean): FieldFacts {
  const { number, name } = field;
  if (!wanted) return { number, name, kind: "skip", type: "" };
  const message = messageOf(field);
  if (message === undefined) {
    if (field.fieldKind === "list") throw new Error(`${keyOf(field)}: rules are not made for lists of values`);
    return { number, name, kind: toValueKind(field), type: "" };
  }
  if (field.fieldKind === "map") return { number, name, kind: "messages", type: entryName(field) };
  const type = hasRuleInside(message) ? shortName(message) : "";
  return { number, name, kind: field.fieldKind === "list" ? "messages" : "message", type };
}

function toValueKind(field: DescField): Kind {
  if (field.fieldKind === "enum") return "number";
  if (field.scalar === ScalarType.STRING) return "string";
  if (field.scalar === ScalarType.BYTES) return "bytes";
  if (field.scalar === ScalarType.BOOL) return "number";
  throw new Error(`${keyOf(field)}: rules are made for text, bytes, enums and bools`);
}

/** The file's text. */
export function renderFields(): string {
  const { messages, inputs } = collect(readTemporalApi());
  const sorted = <T>(map: Map<string, T>): [string, T][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = sorted(messages).flatMap(([name, { fields, oneOf }]) => [
    `  ${JSON.stringify(name)}: {`,
    `    oneOf: ${JSON.stringify(oneOf)},`,
    "    fields: [",
    ...fields.map(
      ({ number, name: field, kind, type }) => `      [${number}, "${field}", "${kind}"${type && `, "${type}"`}],`,
    ),
    "    ],",
    "  },",
  ]);
  return [
    "// Generated by `npm run generate` from the descriptors of Temporal's API and the rules in reach.ts.",
    "",
    "/** Number, name, what stands there, and of a message that matters its type. */",
    "export type FieldFacts = readonly [",
    "  number: number,",
    "  name: string,",
    '  kind: "string" | "bytes" | "number" | "message" | "messages" | "skip",',
    "  type?: string,",
    "];",
    "",
    "export interface MessageFacts {",
    "  /** Of these one is chosen; where there are any, `fields` are all that the API has. */",
    "  readonly oneOf: readonly number[];",
    "  readonly fields: readonly FieldFacts[];",
    "}",
    "",
    "/** Message → its fields that lead to what a rule is about. */",
    "// biome-ignore format: one line for each field",
    "export const messageFacts: Readonly<Record<string, MessageFacts>> = {",
    ...lines,
    "};",
    "",
    "/** Path of a method → its request. */",
    "// biome-ignore format: one line for each method, however long",
    "export const requestTypes: Readonly<Record<string, string>> = {",
    ...sorted(inputs).map(([path, type]) => `  ${JSON.stringify(path)}: ${JSON.stringify(type)},`),
    "};",
    "",
  ].join("\n");
}

/** Rules that no field of the pinned API has: left over from another version, or misspelt. */
export function findStaleRules(api: FileRegistry): string[] {
  const messages = messagesInRequests(api);
  const fields = [...messages.values()].flatMap((message) => message.fields);
  const used = new Set(fields.flatMap((field) => [keyOf(field), isRequest(field.parent) ? `*.${field.name}` : ""]));
  const types = new Set([...messages.values()].map(shortName));
  const named = new Set(
    fields.map((field) => messageOf(field)).flatMap((message) => (message ? [shortName(message)] : [])),
  );
  return [
    ...Object.keys(fieldRules).filter((key) => !used.has(key)),
    ...Object.keys(actsElsewhere).filter((key) => !types.has(key)),
    ...Object.keys(leadNowhere).filter((key) => !named.has(key)),
  ];
}

if (import.meta.main) writeFileSync(fieldsFile, renderFields());
