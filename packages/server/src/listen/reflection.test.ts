import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { Code, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { CloudService, ServerReflection, ServerReflectionV1Alpha } from "@remit/protocol";
import { startTestServer, type TestServer } from "./testing/server.ts";

type Query = {
  case: "listServices" | "fileContainingSymbol" | "fileByFilename" | "allExtensionNumbersOfType";
  value: string;
};

async function ask(
  server: TestServer,
  query: Query,
  service: typeof ServerReflection | typeof ServerReflectionV1Alpha = ServerReflection,
) {
  const client = createClient(service as typeof ServerReflection, createGrpcTransport({ baseUrl: server.url }));
  async function* requests() {
    yield { host: "here", messageRequest: query };
  }
  for await (const answer of client.serverReflectionInfo(requests())) return answer.messageResponse;
  throw new Error("no answer");
}

describe("grpc.reflection", () => {
  for (const service of [ServerReflection, ServerReflectionV1Alpha]) {
    it(`lists the services without a credential over ${service.typeName}`, async () => {
      await using server = await startTestServer();
      const answer = await ask(server, { case: "listServices", value: "" }, service);
      assert.ok(answer.case === "listServicesResponse");
      const names = answer.value.service.map((one) => one.name);
      for (const name of [CloudService.typeName, service.typeName, "grpc.health.v1.Health", "remit.v1.AccessService"]) {
        assert.ok(names.includes(name), name);
      }
    });
  }

  it("gives a file with all that it imports, by symbol and by name", async () => {
    await using server = await startTestServer();
    const symbols = [
      CloudService.typeName,
      `${CloudService.typeName}.GetUsers`,
      "temporal.api.cloud.identity.v1.AccountAccess.Role",
    ];
    for (const symbol of symbols) {
      const answer = await ask(server, { case: "fileContainingSymbol", value: symbol });
      assert.ok(answer.case === "fileDescriptorResponse", symbol);
      const file = answer.value.fileDescriptorProto.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes));
      createFileRegistry(create(FileDescriptorSetSchema, { file: file.reverse() }));
    }
    const byName = await ask(server, { case: "fileByFilename", value: "grpc/health/v1/health.proto" });
    assert.equal(byName.case, "fileDescriptorResponse");
  });

  it("says so when it does not know", async () => {
    await using server = await startTestServer();
    const unknown = await ask(server, { case: "fileContainingSymbol", value: "no.Such" });
    assert.ok(unknown.case === "errorResponse");
    assert.equal(unknown.value.errorCode, Code.NotFound);
    const unanswered = await ask(server, { case: "allExtensionNumbersOfType", value: "x" });
    assert.ok(unanswered.case === "errorResponse");
    assert.equal(unanswered.value.errorCode, Code.Unimplemented);
  });
});
