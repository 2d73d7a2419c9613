// The types of custom search attributes, as Temporal's pages name them.
import { NamespaceSpec_SearchAttributeType as Type } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";

export const keyword = String(Type.KEYWORD);

export const searchAttributeTypes: readonly { readonly value: string; readonly label: string }[] = [
  { value: keyword, label: "Keyword" },
  { value: String(Type.TEXT), label: "Text" },
  { value: String(Type.INT), label: "Int" },
  { value: String(Type.DOUBLE), label: "Double" },
  { value: String(Type.BOOL), label: "Bool" },
  { value: String(Type.DATETIME), label: "Datetime" },
  { value: String(Type.KEYWORD_LIST), label: "KeywordList" },
];

export const nameOfType = (type: number): string =>
  searchAttributeTypes.find(({ value }) => value === String(type))?.label ?? "Unknown";
