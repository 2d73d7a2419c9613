// Every RPC answers the same over gRPC, Connect and REST, and as it did when its golden was committed.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CloudService } from "@remit/protocol";
import { shareAnswers } from "../rpcs/prepared-for-file.ts";
import { story } from "../rpcs/story/whole.ts";
import { isServed } from "../rpcs/tell.ts";
import { readGoldens } from "./golden.ts";
import { type Protocol, protocols, tellThrice } from "./tell-thrice.ts";

const goldens = readGoldens();
const regenerate = "npm run golden writes what it answers now; read the difference before it is committed";
const rpcs = CloudService.methods.map(({ name }) => name);
const served = rpcs.filter((rpc) => isServed({ rpc }));

describe("the story of every RPC", () => {
  it("has each RPC of the Cloud Ops API in it", () => {
    const told = new Set(story.map(({ rpc }) => rpc));
    const missing = rpcs.filter((rpc) => !told.has(rpc));
    assert.deepEqual(missing, [], "tests/rpcs/story has no step for these");
  });

  it("has a golden of each RPC that is served, and no other", () => {
    assert.deepEqual([...goldens.keys()].sort(), served.toSorted(), regenerate);
  });
});

describe("the story of every RPC over every protocol", () => {
  const afterwards = shareAnswers("tells the story to its end", ({ url, ownerKey, accountId }) =>
    tellThrice({ url, key: ownerKey, account: accountId }),
  );

  for (const rpc of served) {
    afterwards(`has ${rpc} answer alike over gRPC, Connect and REST, as its golden says`, (answers) => {
      for (const protocol of Object.keys(protocols) as Protocol[])
        assert.deepEqual(answers[protocol].get(rpc), goldens.get(rpc), `${rpc} over ${protocol}: ${regenerate}`);
    });
  }
});
