import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { LogRecordSchema } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";
import { csvHeader, toCsvLine } from "./csv.ts";

const lineOf = (name: string): string =>
  toCsvLine(
    create(LogRecordSchema, {
      operation: "CreateUser",
      status: "OK",
      principal: { type: "user", id: "u1", name },
      rawDetails: { resource_type: "users", resource_id: "u2" },
    }),
  );

describe("the audit log as CSV", () => {
  it("has one line for each record, with a cell for each title", () => {
    assert.equal(csvHeader.split(",").length, 13);
    assert.equal(
      lineOf("dana"),
      `,CreateUser,OK,user,u1,dana,,users,u2,,,,"{""resource_type"":""users"",""resource_id"":""u2""}"\r\n`,
    );
  });

  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]) {
    it(`lets no spreadsheet take ${JSON.stringify(text)} for a formula`, () => {
      assert.ok(lineOf(text).startsWith(`,CreateUser,OK,user,u1,'${text},`), lineOf(text));
    });
  }

  it("keeps quotes, commas and line breaks inside their cell", () => {
    assert.ok(lineOf('a "b",\nc').includes(',"a ""b"",\nc",'));
  });
});
