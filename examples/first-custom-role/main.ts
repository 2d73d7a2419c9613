// The first custom role, from a file to a refused call and the audit log, with Temporal's own TypeScript client.
// Needs a running control plane: `npm start`, then `node examples/first-custom-role/main.ts` in another terminal.
import { readConnection } from "./connection.ts";

const connection = readConnection(process.argv[2] ?? ".remit/dev/connection.json");
// Loaded only now: the gRPC library reads its CA file when it is loaded.
const { tellStory } = await import("./story.ts");

try {
  await tellStory(connection, (line) => console.log(line));
} catch (error) {
  console.error(`\nThe example stopped: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
