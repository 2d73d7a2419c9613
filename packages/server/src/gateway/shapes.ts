// The facts about requests joined with the rules about their fields, once at start, in the form in which a scan needs
// them: per message, by field number.
import type { Operation } from "@remit/policy";
import { actsElsewhere, type FieldRule, fieldRules } from "./reach.ts";
import { type FieldFacts, messageFacts, requestTypes } from "./request-fields.ts";

export interface Shape {
  /** By field number; undefined is not looked at. */
  readonly fields: readonly (Field | undefined)[];
  /** The fields that hold values of which the last one counts, each at its slot. */
  readonly slots: readonly ValueField[];
  /** Only fields of `fields` may be there: what a newer server might choose by another is not known here. */
  readonly closed: boolean;
  /** What a command needs in the Namespace that it names. */
  readonly elsewhere: Operation | null;
}

export type Field = MessageField | ValueField | KnownField;

export interface MessageField {
  readonly kind: "message";
  readonly name: string;
  /** What is looked at inside; null for nothing. */
  shape: Shape | null;
  readonly needs: Operation | null;
  readonly forbidden: boolean;
  /** May be there once only: Go merges what comes twice, and of the cases of a oneof the last one counts. */
  readonly single: boolean;
  readonly chosen: boolean;
  readonly seen: number;
}

export interface ValueField {
  readonly kind: "text" | "number";
  readonly name: string;
  readonly rule: Exclude<FieldRule, { is: "harmless" | "forbidden" }>;
  readonly slot: number;
  readonly chosen: boolean;
}

/** Nothing to look at. */
export interface KnownField {
  readonly kind: "known";
  readonly name: string;
  readonly chosen: boolean;
}

const shapes = new Map<string, Shape>();

function shapeOf(type: string): Shape {
  const known = shapes.get(type);
  if (known !== undefined) return known;
  const facts = messageFacts[type];
  if (facts === undefined) throw new Error(`request-fields.ts has no ${type}`);
  const length = 1 + Math.max(0, ...facts.fields.map(([number]) => number));
  const fields = Array.from({ length }, (): Field | undefined => undefined);
  const slots: ValueField[] = [];
  let singles = 0;
  for (const fact of facts.fields) {
    const [number, , kind] = fact;
    const chosen = facts.oneOf.includes(number);
    const field = toField(type, fact, chosen, slots.length, singles);
    if (kind === "message") singles++;
    if (field.kind === "text" || field.kind === "number") slots.push(field);
    fields[number] = field;
  }
  // The lowest bit of what was seen stands for the oneof.
  if (singles > 30) throw new Error(`${type} has more messages than a scan can keep apart`);
  const shape = { fields, slots, closed: facts.oneOf.length > 0, elsewhere: actsElsewhere[type] ?? null };
  shapes.set(type, shape);
  return shape;
}

function toField(message: string, fact: FieldFacts, chosen: boolean, slot: number, single: number): Field {
  const [, name, kind, type] = fact;
  if (kind === "skip") return { kind: "known", name, chosen };
  const rule = ruleOf(message, name);
  if (kind === "message" || kind === "messages") {
    return {
      kind: "message",
      name,
      shape: type === undefined ? null : shapeOf(type),
      needs: rule?.is === "present" ? rule.needs : null,
      forbidden: rule?.is === "forbidden",
      single: kind === "message",
      chosen,
      seen: kind === "message" ? 2 << single : 0,
    };
  }
  if (rule === undefined || rule.is === "harmless" || rule.is === "forbidden")
    throw new Error(`${message}.${name} is read and has no rule`);
  return { kind: kind === "number" ? "number" : "text", name, rule, slot, chosen };
}

const ruleOf = (message: string, field: string): FieldRule | undefined =>
  fieldRules[`${message}.${field}`] ?? (message.endsWith("Request") ? fieldRules[`*.${field}`] : undefined);

/** Path of a method → what of its request is looked at. */
export const requestShapes: ReadonlyMap<string, Shape> = new Map(
  Object.entries(requestTypes).map(([path, type]) => [path, shapeOf(type)]),
);
