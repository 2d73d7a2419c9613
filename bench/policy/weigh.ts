// Prints the bytes per principal that a snapshot keeps, ids and role definitions included: `node weigh.ts SIZE SEED`.
import * as policy from "../../packages/policy/src/index.ts";
import { bytesInUse } from "./measure.ts";
import { toPolicyData, workloadVocabulary } from "./ours.ts";
import { createWorkload, type Size } from "./workload.ts";

const [size, seed] = process.argv.slice(2);
// Once before, so that code made at first use is not weighed.
policy.compile(toPolicyData(createWorkload("S", 1)), workloadVocabulary);
const workload = createWorkload(size as Size, Number(seed));
const before = bytesInUse();
// The data is let go; what the snapshot itself keeps of it is weighed.
const snapshot = policy.compile(toPolicyData(workload), workloadVocabulary);
await new Promise((resolve) => setTimeout(resolve, 50));
console.log((bytesInUse() - before) / workload.users.length);
policy.check(snapshot, "u0", "op0", { type: "namespaces", id: "ns-0" }, 0);
