// What clients do over the Cloud Ops API, in a process or in a browser: read an account as facts, find what mends it,
// carry out changes of access. Nothing of Node, and no transport of its own.

export { carryOut, type Progress, startProgress } from "./access/carry-out.ts";
export { ClientError, type ClientErrorReason } from "./client-error.ts";
export type { Clients } from "./clients.ts";
export { type Delivery, describeDelivery } from "./delivery.ts";
export { type Found, fromHere, fromServer, readServerDrift, risks } from "./drift/found.ts";
export { findHere, type Judging, type MendingPlan, planMending } from "./drift/plan-mending.ts";
export { gatherFacts } from "./facts/gather-facts.ts";
export { FactsRefused, type Refusal } from "./facts/refused.ts";
export { readServerModel, type ServerModel } from "./model/read-model.ts";
export { untilDone } from "./operations.ts";
export { readAllPages } from "./pages.ts";
export { ifServed } from "./served.ts";
