// Makes ABC Financial in a running control plane, and leaves it there: its people, Namespaces, matrix and access.
//   node tools/settle-company.ts <connection file>
import { readConnection } from "../examples/first-custom-role/connection.ts";

const connection = readConnection(process.argv[2] ?? ".remit/dev/connection.json");
// Loaded only now: the gRPC library reads its CA file when it is loaded.
const { connectCloud } = await import("../examples/first-custom-role/cloud.ts");
const { applyAccess, applyFile } = await import("../examples/abc-financial/agree.ts");
const { createNamespaces } = await import("../examples/abc-financial/namespaces.ts");
const { hireStaff } = await import("../examples/abc-financial/people.ts");

const owner = await connectCloud(connection.tlsAddress, connection.apiKey);
// What the example would remove at its end stays.
const stage = { connection, owner, say: console.log, leftovers: new AsyncDisposableStack() };
await hireStaff(stage);
await createNamespaces(stage);
await applyFile(stage);
await applyAccess(stage);
process.exit();
