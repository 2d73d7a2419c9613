import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonValue } from "@bufbuild/protobuf";
import { registry } from "@remit/protocol";
import {
  CreateCustomRoleRequestSchema,
  CreateNamespaceRequestSchema,
  CreateUserRequestSchema,
  GetAuditLogsRequestSchema,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { findMisfit } from "./misfit.ts";

describe("a value that does not fit", () => {
  const cases: [Parameters<typeof findMisfit>[0], JsonValue, string][] = [
    [CreateUserRequestSchema, { spec: 3 }, "spec: wrong type, got 3"],
    [CreateUserRequestSchema, { spec: { email: 3 } }, "spec.email: expected string, got 3"],
    [CreateUserRequestSchema, { spec: { emial: "x" } }, "spec.emial: unknown field"],
    [
      CreateUserRequestSchema,
      { asyncOperationId: "x", spec: { email: "x", access: { accountAccess: { role: "KING" } } } },
      'spec.access.account_access.role: unknown value "KING"',
    ],
    [
      CreateUserRequestSchema,
      { spec: { access: { namespaceAccesses: { "a.b": {}, "c.d": { permission: true } } } } },
      "spec.access.namespace_accesses[c.d].permission: unknown value true",
    ],
    [
      CreateNamespaceRequestSchema,
      { spec: { regions: ["a", 3] } },
      "spec.regions[1]: list item #1: expected string, got 3",
    ],
    [CreateNamespaceRequestSchema, { tags: { a: "x", b: 1 } }, 'tags[b]: map entry "b": expected string, got 1'],
    [
      CreateCustomRoleRequestSchema,
      { spec: { permissions: [{}, { actions: ["x", {}] }] } },
      "spec.permissions[1].actions[1]: list item #1: expected string, got object",
    ],
    [GetAuditLogsRequestSchema, { startTimeInclusive: "x" }, "start_time_inclusive: invalid RFC 3339 string"],
    [CreateUserRequestSchema, [], ": wrong type, got Array(0)"],
  ];
  for (const [desc, json, expected] of cases) {
    it(`is named: ${expected}`, () => {
      const misfit = findMisfit(desc, json, registry);
      assert.equal(`${misfit?.path}: ${misfit?.reason}`, expected.replace(/^: /, ": "));
    });
  }

  it("is none in a message that fits", () => {
    assert.equal(findMisfit(CreateUserRequestSchema, { spec: { email: "x" } }, registry), undefined);
  });
});
