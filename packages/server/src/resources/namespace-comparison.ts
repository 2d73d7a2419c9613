// Where a Temporal server and what was applied here disagree about a namespace.
import { fromBinary } from "@bufbuild/protobuf";
import {
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import type { NamespaceToFind } from "../store/namespaces.ts";
import type { NamespaceOnServer } from "../temporal/existing-namespaces.ts";
import { namedTypes } from "./namespace-search-attributes.ts";
import { isOurs } from "./namespaces-on-server.ts";

export interface Difference {
  /** As in a spec; "namespace" for one that is not there, or is not ours. */
  readonly field: string;
  /** What was applied here, and what the server has, as people read it; empty: nothing. */
  readonly here: string;
  readonly there: string;
}

const settled: readonly number[] = [ResourceState.ACTIVE, ResourceState.UPDATE_FAILED, ResourceState.DELETE_FAILED];

/** Whether it should be on its server as it was applied: not while something is on its way there. */
export const isSettled = ({ state }: Pick<NamespaceToFind, "state">): boolean => settled.includes(state);

/** @param found null: the server has no Namespace of the name */
export function compareWithServer(row: NamespaceToFind, found: NamespaceOnServer | null): Difference[] {
  if (found === null) return [{ field: "namespace", here: "registered", there: "" }];
  if (!isOurs(row, found)) return [{ field: "namespace", here: "registered", there: "another one of the same name" }];
  const spec = fromBinary(NamespaceSpecSchema, row.spec);
  return [...compareSettings(spec, found), ...compareAttributes(spec, found)];
}

/** Each in one phrase; none while something is on its way to the server. */
export const describeDifferences = (row: NamespaceToFind, found: NamespaceOnServer | null): string[] =>
  isSettled(row) ? compareWithServer(row, found).map(describeDifference) : [];

function describeDifference({ field, here, there }: Difference): string {
  const say = (text: string): string => (text === "" ? "nothing" : text);
  return `${field}: ${say(there)} on the server, ${say(here)} here`;
}

function compareSettings({ retentionDays, description }: NamespaceSpec, found: NamespaceOnServer): Difference[] {
  const pairs: readonly (readonly [string, string, string])[] = [
    ["retention_days", String(retentionDays), String(found.retentionDays)],
    ["description", ofDescription(description), ofDescription(found.description)],
  ];
  return pairs.flatMap(([field, here, there]) => (here === there ? [] : [{ field, here, there }]));
}

/** A server cannot be told to have no description: a blank stands for none. */
export const ofDescription = (text: string): string => (text.trim() === "" ? "" : text);

function compareAttributes(spec: NamespaceSpec, { searchAttributes }: NamespaceOnServer): Difference[] {
  const here = new Map<string, string>(Object.entries(namedTypes(spec.searchAttributes)));
  const there = new Map<string, string>(Object.entries(searchAttributes));
  return [...new Set([...here.keys(), ...there.keys()])].sort().flatMap((name) => {
    const [ours = "", theirs = ""] = [here.get(name), there.get(name)];
    return ours === theirs ? [] : [{ field: `search_attributes[${JSON.stringify(name)}]`, here: ours, there: theirs }];
  });
}
