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
      paths[route.path] = { ...paths[route.path], [route.verb.toLowerCase()]: renderOperation(rpc, route) };
  }
  return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function renderOperation(rpc: Rpc, route: Route): JsonObject {
  const { method, row, family, summary, deprecated } = rpc;
  const inPath = [...route.path.matchAll(/\{([\w.]+)\}/g)].map(([, name]) => name ?? "");
  const parameters = [
    ...inPath.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
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
      ...(!row.served && { "501": { $ref: "#/components/responses/Error" } }),
      default: { $ref: "#/components/responses/Error" },
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
