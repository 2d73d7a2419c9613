import { createContextKey } from "@connectrpc/connect";
import type { Call } from "./call.ts";

/** Set by the pipeline for every call that reaches a handler. */
export const callKey = createContextKey<Call | null>(null, { description: "remit call" });
