import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { services } from "../packages/server/src/gateway/methods.ts";
import { fieldsFile, findStaleRules, findUnclassified, readTemporalApi, renderFields } from "./gateway-fields.ts";

describe("what the gateway reads of a request", () => {
  const api = readTemporalApi();

  it("is committed as the pinned API and the rules have it", () => {
    assert.equal(readFileSync(fieldsFile, "utf8"), renderFields(), "run: npm run generate");
  });

  it("has a row for every method of both services, and no row too many", () => {
    for (const [service, rows] of Object.entries(services)) {
      const methods = api.getService(service)?.methods ?? [];
      assert.deepEqual(methods.map(({ name }) => name).sort(), Object.keys(rows).sort(), service);
    }
  });

  it("never meets a stream: every method is one request and one answer", () => {
    for (const service of Object.keys(services))
      for (const method of api.getService(service)?.methods ?? [])
        assert.equal(method.methodKind, "unary", method.name);
  });

  it("has a rule for every field that looks like a way to somewhere", () => {
    assert.deepEqual(findUnclassified(api), []);
  });

  for (const planted of ["other_namespace", "endpoint", "target_workflow_id", "callback_url"]) {
    it(`misses one as soon as Temporal adds ${planted} somewhere`, () => {
      const newer = readTemporalApi((set) => {
        const message = set.file
          .flatMap((file) => file.messageType)
          .find(({ name }) => name === "SignalWorkflowExecutionRequest");
        assert.ok(message);
        message.field.push(
          create(FieldDescriptorProtoSchema, {
            name: planted,
            number: 999,
            type: FieldDescriptorProto_Type.STRING,
            label: FieldDescriptorProto_Label.OPTIONAL,
          }),
        );
      });
      assert.deepEqual(findUnclassified(newer), [`workflowservice.v1.SignalWorkflowExecutionRequest.${planted}`]);
    });
  }

  it("misses a command that Temporal adds", () => {
    const newer = readTemporalApi((set) => {
      const command = set.file.flatMap((file) => file.messageType).find(({ name }) => name === "Command");
      assert.ok(command);
      command.field.push(
        create(FieldDescriptorProtoSchema, {
          name: "do_something_command_attributes",
          number: 999,
          type: FieldDescriptorProto_Type.MESSAGE,
          typeName: ".temporal.api.command.v1.StartTimerCommandAttributes",
          label: FieldDescriptorProto_Label.OPTIONAL,
          oneofIndex: 0,
        }),
      );
    });
    assert.deepEqual(findUnclassified(newer), ["command.v1.Command.do_something_command_attributes"]);
  });

  it("has no rule about what the API does not have", () => {
    assert.deepEqual(findStaleRules(api), []);
  });

  it("finds the Namespace in every request that is about one", () => {
    for (const [service, rows] of Object.entries(services)) {
      for (const method of api.getService(service)?.methods ?? []) {
        if (rows[method.name]?.kind !== "namespace") continue;
        const field = method.input.fields.find(({ name }) => name === "namespace");
        assert.equal(field?.fieldKind, "scalar", `${method.name} has no Namespace`);
      }
    }
  });
});
