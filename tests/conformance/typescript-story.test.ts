// The TypeScript client calls every RPC that it knows, in the life of one Namespace and the people around it.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe } from "node:test";
import { keepLocalCertificate } from "../../packages/server/src/config/local-ca.ts";
import { plain } from "../rpcs/story/plain.ts";
import { story } from "../rpcs/story/whole.ts";
import { isServed, tell } from "../rpcs/tell.ts";
import { speakGrpc } from "../rpcs/voices.ts";

const folder = mkdtempSync(join(tmpdir(), "remit-tls-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const { cert, key, caFile } = await keepLocalCertificate(folder, []);
// Read once, when the gRPC library is loaded: whatever loads it is imported after this.
process.env.GRPC_DEFAULT_SSL_ROOTS_FILE_PATH = caFile;
const { startStoryPlane } = await import("../rpcs/story-plane.ts");
const { sharePrepared } = await import("../rpcs/prepared-for-file.ts");
const { CloudOperationsConnection } = await import("@temporalio/cloud");
const { knows, speakTypeScript } = await import("./typescript-sdk/voice.ts");

async function tellThroughClient(temporalAddress: string): Promise<ReadonlySet<string>> {
  const tls = { host: "127.0.0.1", port: 0, cert, key };
  const listen = { plaintext: { host: "127.0.0.1", port: 0 }, tls, hostNames: [] };
  await using plane = await startStoryPlane(temporalAddress, { listen });
  const address = `localhost:${plane.plane.tlsAddress?.split(":").at(-1)}`;
  const connection = await CloudOperationsConnection.connect({ address, apiKey: plane.ownerKey });
  try {
    const { voice, driven } = speakTypeScript(connection, speakGrpc({ url: plane.url, key: plane.ownerKey }));
    await tell([...story, ...plain], voice);
    return driven;
  } finally {
    connection.close();
  }
}

describe("the TypeScript client", () => {
  const afterwards = sharePrepared("tells the story of every RPC to its end", tellThroughClient);

  afterwards("has itself called every RPC that is served and that it knows", (driven) => {
    const silent = story.map(({ rpc }) => rpc).filter((rpc) => isServed({ rpc }) && knows(rpc) && !driven.has(rpc));
    assert.deepEqual([...new Set(silent)], []);
    assert.ok(driven.size > 60, `it called ${driven.size}`);
  });
});
