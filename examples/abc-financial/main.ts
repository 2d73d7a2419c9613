// ABC Financial: the responsibility matrix from a file to access that agrees with it, and back to that after drift.
// Needs a running control plane: `npm start`, then `npx node examples/abc-financial/main.ts` in another terminal.
import { readConnection } from "../first-custom-role/connection.ts";

const connection = readConnection(process.argv[2] ?? ".remit/dev/connection.json");
// Loaded only now: the gRPC library reads its CA file when it is loaded.
const { tellStory } = await import("./story.ts");

try {
  await tellStory(connection, (line) => console.log(line));
} catch (error) {
  console.error(`\nThe example stopped: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
