// A task token of another Namespace (CVE-2023-3485): refused at the gateway whether or not the server compares it.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { refusalOf } from "../harness/gateway-roles.ts";
import { shareStockWorld } from "../harness/stock-world.ts";
import { chunk } from "./gateway-stock/encode.ts";
import { responses } from "./gateway-stock/task-responses.ts";

const invalidArgument = 3;

/** One id of a Namespace in forms in which a server reads a UUID, the last one in a token being the one that counts. */
const spellings = (id: string): readonly string[] => [
  id,
  id.toUpperCase(),
  `{${id}}`,
  `urn:uuid:${id}`,
  id.replaceAll("-", ""),
];

for (const compares of [true, false])
  describe(`before a server that ${compares ? "compares" : "does not compare"} task tokens with Namespaces`, () => {
    const onStock = shareStockWorld({ "frontend.enableTokenNamespaceEnforcement": compares });
    for (const [method, { poll, respond, goesBy }] of Object.entries(responses))
      onStock(`${method} with another Namespace's token is refused, however its id is spelt`, async (world) => {
        const { own, other, internal, ofOwn, ofOther, direct } = world;
        const { token } = await poll(internal, other.name);
        for (const spelling of spellings(other.id)) {
          const altered = Buffer.concat([token, chunk(1, spelling)]);
          const { code, details } = await refusalOf(respond(ofOwn, own.name, altered));
          assert.equal(code, invalidArgument, spelling);
          assert.match(details, /task_token: is one of another Namespace|the task token does not say whose it is/);
        }
        // The token was good all the time: for whoever may use it there, and for the attacker where nobody compares.
        if (!compares && goesBy === "token") return void (await respond(direct, own.name, token));
        const { details } = await refusalOf(respond(direct, own.name, token));
        assert.match(details, compares ? /token from a different namespace/ : /not found/);
        await respond(ofOther, other.name, token);
      });
    if (!compares)
      onStock("the server takes an id in capitals for the same one, and acts there", async (world) => {
        const { own, other, internal, direct } = world;
        const { poll, respond } = responses.RespondActivityTaskCompleted ?? assert.fail("it is gone");
        const { token } = await poll(internal, other.name);
        await respond(direct, own.name, Buffer.concat([token, chunk(1, other.id.toUpperCase())]));
      });
  });
