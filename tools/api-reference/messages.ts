// The messages that a set of RPCs speaks of, and their fields in words.
import type { DescEnum, DescField, DescMessage, DescMethod } from "@bufbuild/protobuf";
import { ScalarType } from "@bufbuild/protobuf";

/** What a message is called on the pages; unique, which the generator's test checks. */
export function shortName({ typeName }: DescMessage | DescEnum): string {
  return typeName
    .replace(/^temporal\.api\.(cloud\.)?/, "")
    .replace(/^remit\.v1\./, "remit.")
    .replace(/^(\w+)\.v1\./, (_, area: string) => (area === "cloudservice" ? "" : `${area}.`));
}

export const requestsAndResponses = (methods: readonly DescMethod[]): DescMessage[] =>
  methods.flatMap((method) => [method.input, method.output]);

/** Messages and enums that are reached from these, these themselves left out, by short name. */
export function sharedTypes(from: Iterable<DescMessage>): (DescMessage | DescEnum)[] {
  const roots = new Set(from);
  const seen = new Set<DescMessage | DescEnum>();
  const visit = (message: DescMessage): void => {
    for (const type of message.fields.flatMap(typesOf)) {
      if (seen.has(type) || type.typeName.startsWith("google.protobuf.")) continue;
      seen.add(type);
      if (type.kind === "message") visit(type);
    }
  };
  for (const root of roots) visit(root);
  return [...seen]
    .filter((type) => type.kind === "enum" || !roots.has(type))
    .sort((a, b) => (shortName(a) < shortName(b) ? -1 : 1));
}

function typesOf(field: DescField): (DescMessage | DescEnum)[] {
  return [field.message, field.enum].filter((type) => type !== undefined);
}

/** The type of a field as a reader says it: `string`, `[]identity.Access`, `map<string, …>`. */
export function typeInWords(field: DescField, link: (type: DescMessage | DescEnum) => string): string {
  const single = (): string => {
    const type = field.message ?? field.enum;
    if (type !== undefined) return link(type);
    return field.scalar === undefined ? "" : scalarName(field.scalar);
  };
  if (field.fieldKind === "list") return `list of ${single()}`;
  if (field.fieldKind === "map") return `map of ${scalarName(field.mapKey)} to ${single()}`;
  return single();
}

export const scalarName = (type: ScalarType): string => (ScalarType[type] ?? "").toLowerCase();
