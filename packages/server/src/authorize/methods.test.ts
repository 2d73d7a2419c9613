import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DescField, DescMessage, DescService } from "@bufbuild/protobuf";
import { findPermission } from "@remit/policy";
import {
  AccessService,
  ActivityService,
  CloudService,
  IdentityService,
  NamespaceService,
  RequestService,
  ResponsibilityService,
  SessionService,
  services,
  UsageService,
} from "@remit/protocol";
import {
  accessMethods,
  activityMethods,
  cloudMethods,
  identityMethods,
  type MethodRow,
  methods,
  namespaceMethods,
  requestMethods,
  responsibilityMethods,
  sessionMethods,
  type Target,
  usageMethods,
} from "./methods.ts";

/** One for each service; a test compares. */
const tables: readonly [DescService, Readonly<Record<string, MethodRow>>][] = [
  [CloudService, cloudMethods],
  [AccessService, accessMethods],
  [IdentityService, identityMethods],
  [ResponsibilityService, responsibilityMethods],
  [RequestService, requestMethods],
  [ActivityService, activityMethods],
  [NamespaceService, namespaceMethods],
  [UsageService, usageMethods],
  [SessionService, sessionMethods],
];

/** Fields of a request that name a thing, by their path in local names. Specs and refs are walked. */
function idPaths(desc: DescMessage, prefix = "", depth = 0): string[] {
  return desc.fields.flatMap((field) => {
    const path = `${prefix}${field.localName}`;
    if (namesSomething(field)) return [path];
    return field.fieldKind === "message" && depth < 2 && walked(field)
      ? idPaths(field.message, `${path}.`, depth + 1)
      : [];
  });
}

const namesSomething = (field: DescField): boolean =>
  (field.fieldKind === "scalar" || field.fieldKind === "list") &&
  /(^namespace$|_id$|_ids$|^id$|^namespace_id$)/.test(field.name) &&
  field.name !== "async_operation_id";

/** Ids inside specs are checked by the resource's rule; those that decide the target are named by the row. */
const walked = (field: DescField): boolean => field.name === "principal" || field.name === "resource";

function targetPaths(target: Target): string[] {
  switch (target.on) {
    case "resource":
    case "resource-if-named":
    case "project-of-new":
    case "list-in-project":
    case "api-key":
    case "api-key-owner":
    case "service-account":
    case "async-operation":
      return [target.id];
    case "new-service-account":
      return [target.spec];
    case "access-of":
      return [target.principal];
    case "anyone":
    case "nobody":
    case "account":
      return [];
  }
}

describe("the table of methods", () => {
  it("has a part for each service", () => {
    assert.deepEqual(new Set(tables.map(([service]) => service)), new Set(services));
  });

  for (const [service, table] of tables) {
    it(`has exactly one row for each RPC of ${service.typeName}`, () => {
      assert.deepEqual(Object.keys(table).sort(), service.methods.map((method) => method.name).sort());
      for (const method of service.methods) assert.ok(methods.has(`${service.typeName}/${method.name}`));
    });

    for (const method of service.methods) {
      const row = table[method.name];
      if (row === undefined) continue;
      it(`classifies every id in ${method.name}`, () => {
        const paths = [...targetPaths(row.target), ...(row.also === undefined ? [] : targetPaths(row.also.target))];
        const known = new Set([...paths, ...Object.keys(row.otherIds ?? {})]);
        const unclassified = idPaths(method.input).filter(
          (path) => !known.has(path) && !paths.some((p) => path.startsWith(`${p}.`)),
        );
        assert.deepEqual(unclassified, []);
      });

      it(`names operations and fields that exist for ${method.name}`, () => {
        for (const { operation } of [row, ...(row.also === undefined ? [] : [row.also])]) {
          if (operation !== null) assert.ok(findPermission(operation), operation);
        }
        if (row.operation === null) assert.ok(row.target.on === "anyone" || row.target.on === "nobody");
        for (const path of [...targetPaths(row.target), ...Object.keys(row.otherIds ?? {})].filter((p) => p !== "")) {
          assert.ok(fieldAt(method.input, path), `${method.name} has no field ${path}`);
        }
      });

      it(`gates ${method.name} with an operation that fits its target`, () => {
        const { target, operation } = row;
        if (target.on !== "resource" || operation === null) return;
        assert.ok(
          findPermission(operation)?.resourceTypes.includes(target.type),
          `${operation} does not fit ${target.type}`,
        );
      });
    }
  }

  it("lets writers of access rules take the exclusive lock, and readers none", () => {
    for (const [service, table] of tables) {
      for (const method of service.methods) {
        const isRead =
          /^(Get|List|Explain|WhoCan|EffectivePermissions|GroupPermissions|DiffRole|Validate|Check|Ask$|Review)/.test(
            method.name,
          );
        assert.equal(table[method.name]?.writes === null, isRead, method.name);
      }
    }
  });
});

function fieldAt(desc: DescMessage, path: string): DescField | undefined {
  const [first = "", ...rest] = path.split(".");
  const field = desc.fields.find((candidate) => candidate.localName === first);
  return rest.length === 0 || field?.fieldKind !== "message" ? field : fieldAt(field.message, rest.join("."));
}
