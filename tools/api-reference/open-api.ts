// docs/openapi.json: the REST form of every RPC as an OpenAPI 3.1 document.
import type { DescEnum, DescMessage, JsonObject } from "@bufbuild/protobuf";
import { familyOrder, type Route, type Rpc } from "./describe-rpcs.ts";
import { grantableInWords, predefinedRolesWith, targetInWords } from "./gate-words.ts";
import { fieldSchema, refTo, typeSchemas } from "./json-schema.ts";
import { printJson } from "./print-json.ts";

const about = `The REST form of Temporal's Cloud Ops API and of Remit's own services. Field names are in camelCase, as
proto3 JSON has them; requests may use the names of the .proto as well. On routes with a body, path variables win over
the body. x-remit-gates says which operation a caller must hold; a name that is Remit's own and not Temporal's has
nameIsOurs.`.replaceAll("\n", " ");

export function renderOpenApi(rpcs: readonly Rpc[]): string {
  const document = {
    openapi: "3.1.0",
    info: {
      title: "Remit",
      version: "0.1.0",
      license: { name: "MIT", identifier: "MIT" },
      description: about,
    },
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }],
    tags: familyOrder.map((name) => ({ name })),
    paths: renderPaths(rpcs),
    components: {
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "An API key of the account." } },
      responses: { Error: { description: "Refused or failed", content: json({ $ref: "#/components/schemas/Error" }) } },
      schemas: { Error: errorSchema, ...typeSchemas(messagesInBodies(rpcs), enumsInQueries(rpcs)) },
    },
  };
  return `${printJson(document)}\n`;
}

/** Requests of routes without a body are spread over path and query. */
const messagesInBodies = (rpcs: readonly Rpc[]): DescMessage[] =>
  rpcs.flatMap(({ method, routes }) => [
    ...(routes.some((route) => route.takesBody) ? [method.input] : []),
    method.output,
  ]);

/** What a query's fields refer to by name. */
const enumsInQueries = (rpcs: readonly Rpc[]): DescEnum[] =>
  rpcs
    .filter(({ routes }) => routes.some((route) => !route.takesBody))
    .flatMap(({ method }) => method.input.fields.flatMap((field) => field.enum ?? []));

const errorSchema: JsonObject = {
  type: "object",
  required: ["code", "message", "details"],
  properties: {
    code: { type: "integer", description: "The gRPC status code." },
    message: { type: "string" },
    details: {
      type: "array",
      description: "google.rpc.ErrorInfo with the reason; for a refusal also operation, resource and whom to ask.",
      items: { type: "object", required: ["@type"], properties: { "@type": { type: "string" } } },
    },
  },
};

const json = (schema: JsonObject): JsonObject => ({ "application/json": { schema } });

function renderPaths(rpcs: readonly Rpc[]): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const rpc of rpcs) {
    for (const route of rpc.routes)
      paths[toTemplate(route.path)] = {
        ...paths[toTemplate(route.path)],
        [route.verb.toLowerCase()]: renderOperation(rpc, route),
      };
  }
  return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Programs that read OpenAPI take a dot in a variable's name for the way to a member. */
const toVariable = (name: string): string => name.replaceAll(".", "_");
const toTemplate = (path: string): string => path.replace(/\{[\w.]+\}/g, toVariable);

function renderOperation(rpc: Rpc, route: Route): JsonObject {
  const { method, row, family, summary, deprecated } = rpc;
  const inPath = [...route.path.matchAll(/\{([\w.]+)\}/g)].map(([, name]) => name ?? "");
  const parameters = [
    ...inPath.map((name) => ({ name: toVariable(name), in: "path", required: true, schema: { type: "string" } })),
    ...(route.takesBody ? [] : queryParameters(method.input, inPath)),
  ];
  return {
    operationId: method.name,
    summary,
    tags: [family],
    ...(deprecated && { deprecated }),
    ...((row.target.on === "nobody" || row.consoleOnly) && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.takesBody && { requestBody: { required: true, content: json(refTo(method.input)) } }),
    responses: {
      "200": { description: "Done", content: json(refTo(method.output)) },
      ...refusals(rpc),
    },
    "x-remit-served": row.served,
    "x-remit-gates": rpc.gates.map((gate) => ({
      operation: gate.permission?.operation ?? null,
      ...(gate.permission?.nameIsOurs && { nameIsOurs: true }),
      heldOn: targetInWords(gate).replaceAll("`", ""),
      customRole: grantableInWords(gate),
      predefinedRoles: gate.permission === null ? [] : predefinedRolesWith(gate.permission),
    })),
  };
}

/** Why an RPC may be refused, by the HTTP status that says so. */
const reasons = {
  "400":
    "Not a request that can be carried out: bad input, a version that has passed, a limit, a state that forbids it",
  "401": "No credential, or one that does not hold",
  "403": "Not allowed, with the operation that is needed and whom to ask",
  "404": "There is no such thing",
  "409": "There is one already, or the same is being changed by somebody else",
  "413": "The body is larger than any request",
  "415": "The body is not JSON",
  "429": "Too many calls; Retry-After says when to come back",
  "501": "Not served, or not with this verb",
  "503": "The store is away; the call may be repeated",
  "504": "The deadline that the caller set has passed",
} as const;

function refusals({ row }: Rpc): JsonObject {
  const open = row.target.on === "nobody";
  const statuses = Object.entries(reasons).filter(([status]) => !open || status !== "403");
  return Object.fromEntries(
    statuses.map(([status, description]) => [
      status,
      { description, content: json({ $ref: "#/components/schemas/Error" }) },
    ]),
  );
}

/** Every scalar field, those of nested messages with a dotted name, but for what stands in the path. */
function queryParameters(message: DescMessage, inPath: readonly string[], prefix = "", wirePrefix = ""): JsonObject[] {
  return message.fields.flatMap((field) => {
    const wire = `${wirePrefix}${field.name}`;
    if (inPath.includes(wire)) return [];
    const nested = field.fieldKind === "message" && !field.message.typeName.startsWith("google.protobuf.");
    if (nested) return queryParameters(field.message, inPath, `${prefix}${field.jsonName}.`, `${wire}.`);
    return [
      {
        name: `${prefix}${field.jsonName}`,
        in: "query",
        ...(field.deprecated && { deprecated: true }),
        schema: fieldSchema(field),
      },
    ];
  });
}
