// The REST route table, read from the google.api.http annotations of any list of services.
import {
  type DescMessage,
  type DescMethod,
  type DescMethodUnary,
  type DescService,
  getOption,
  hasOption,
} from "@bufbuild/protobuf";
import { http } from "@remit/protocol/gen/google/api/annotations_pb.ts";
import type { HttpRule } from "@remit/protocol/gen/google/api/http_pb.ts";
import { resolveField } from "./fields.ts";

export interface Route {
  readonly verb: string;
  /** As annotated, `/cloud/users/{user_id}`. */
  readonly template: string;
  readonly segments: readonly Segment[];
  readonly method: DescMethodUnary;
  /** Body "*": every field that is not in the path comes from the body, and none from the query. */
  readonly takesBody: boolean;
}

type Segment = { readonly literal: string } | { readonly variable: string };

export type RouteTable = ReadonlyMap<number, readonly Route[]>;

export type RouteMatch =
  | { readonly kind: "route"; readonly route: Route; readonly variables: readonly (readonly [string, string])[] }
  | { readonly kind: "other-verb"; readonly verbs: readonly string[] };

/** Throws on an annotation of a kind that the transcoder does not do, so that it shows at start and not in a call. */
export function buildRoutes(services: Iterable<DescService>): RouteTable {
  const byLength = new Map<number, Route[]>();
  for (const service of services) {
    for (const method of service.methods) {
      if (!hasOption(method, http)) continue;
      const rule = getOption(method, http);
      for (const binding of [rule, ...rule.additionalBindings]) {
        const route = toRoute(method, binding);
        byLength.set(route.segments.length, [...(byLength.get(route.segments.length) ?? []), route]);
      }
    }
  }
  // A literal segment wins over a variable in the same place.
  for (const routes of byLength.values()) routes.sort((a, b) => countVariables(a) - countVariables(b));
  return byLength;
}

/**
 * Matches the path as it stands on the wire: no decoding, no removal of empty or dot segments before the comparison,
 * so that a path has one reading. Values of variables are still percent-encoded.
 */
export function matchRoute(table: RouteTable, verb: string, path: string): RouteMatch | undefined {
  if (!path.startsWith("/")) return undefined;
  const parts = path.slice(1).split("/");
  const candidates = (table.get(parts.length) ?? []).filter((route) => fits(route, parts));
  if (candidates.length === 0) return undefined;
  const route = candidates.find((candidate) => candidate.verb === verb);
  if (route === undefined) return { kind: "other-verb", verbs: [...new Set(candidates.map((other) => other.verb))] };
  const variables = route.segments.flatMap((segment, index) =>
    "variable" in segment ? [[segment.variable, parts[index] ?? ""] as const] : [],
  );
  return { kind: "route", route, variables };
}

function fits(route: Route, parts: readonly string[]): boolean {
  return route.segments.every((segment, index) =>
    "literal" in segment ? segment.literal === parts[index] : parts[index] !== "",
  );
}

const countVariables = (route: Route): number => route.segments.filter((segment) => "variable" in segment).length;

function toRoute(method: DescMethod, rule: HttpRule): Route {
  const refuse = (what: string): never => {
    throw new Error(`the HTTP rule of ${method.parent.typeName}.${method.name} ${what}`);
  };
  const { pattern } = rule;
  if (!isUnary(method)) return refuse("is on a stream");
  if (pattern.case === undefined || pattern.case === "custom") return refuse("has no plain verb");
  if (rule.body !== "" && rule.body !== "*") return refuse(`takes its body from the field ${rule.body}`);
  if (rule.responseBody !== "") return refuse("answers with one field");
  const segments = pattern.value
    .slice(1)
    .split("/")
    .map((part) => toSegment(part, method.input, refuse));
  return {
    verb: pattern.case.toUpperCase(),
    template: pattern.value,
    segments,
    method,
    takesBody: rule.body === "*",
  };
}

function toSegment(part: string, input: DescMessage, refuse: (what: string) => never): Segment {
  const variable = /^\{([\w.]+)\}$/.exec(part)?.[1];
  if (variable === undefined) return /^[\w-]+$/.test(part) ? { literal: part } : refuse(`has the segment ${part}`);
  const field = resolveField(input, variable)?.at(-1);
  if (field?.fieldKind !== "scalar") return refuse(`has the variable ${variable}, which is no scalar field`);
  return { variable };
}

const isUnary = (method: DescMethod): method is DescMethodUnary => method.methodKind === "unary";
