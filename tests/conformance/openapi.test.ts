// docs/openapi.json against the control plane that it describes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it, type TestContext } from "node:test";
import { CloudService } from "@remit/protocol";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { methodOf } from "../rpcs/tell.ts";
import { readRoute } from "../rpcs/voices.ts";
import { checkOpenApi } from "./openapi/run.ts";

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
}
const file = new URL("../../docs/openapi.json", import.meta.url);
const { paths } = JSON.parse(readFileSync(file, "utf8")) as { paths: Record<string, Record<string, Operation>> };

describe("the OpenAPI document", () => {
  for (const { name: rpc } of CloudService.methods) {
    it(`has the route of ${rpc} with its path, its body and each way to refuse it`, () => {
      const { verb, template, takesBody } = readRoute(methodOf(rpc));
      const path = template.replace(/\{[\w.]+\}/g, (variable) => variable.replaceAll(".", "_"));
      const operation = paths[path]?.[verb.toLowerCase()];
      assert.equal(operation?.operationId, rpc);
      const inPath = operation.parameters
        ?.filter((parameter) => parameter.in === "path")
        .map(({ name }) => `{${name}}`);
      assert.deepEqual(inPath ?? [], path.match(/\{\w+\}/g) ?? []);
      assert.equal(operation.requestBody !== undefined, takesBody);
      const missing = ["200", "400", "401", "403", "404", "409", "429", "503"].filter(
        (status) => !(status in operation.responses),
      );
      assert.deepEqual(missing, []);
      assert.ok(!("default" in operation.responses), "a status that nobody has written down would pass");
    });
  }

  it("is true of the server: no answer is our fault, none has another status", async (t: TestContext) => {
    const server = await temporalForTest();
    if (typeof server === "string") return t.skip(server);
    await using stack = new AsyncDisposableStack();
    stack.defer(() => server.stop());
    const outcome = await checkOpenApi(server.address, 1);
    if ("missing" in outcome) return t.skip(outcome.missing);
    assert.ok(!outcome.failed, outcome.report);
  });
});
