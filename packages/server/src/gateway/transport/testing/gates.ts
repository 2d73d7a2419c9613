// Gates without rules, for tests of the transport and for measuring it alone.
import type { Forward, Gate, Status } from "../../call.ts";

export interface OpenGate extends Gate<null> {
  /** gRPC's number of each forwarded call that has ended, in that order. */
  readonly ended: number[];
  /** The path of each call that was forwarded. */
  readonly decided: string[];
  /** What open calls are told when they are asked about again; null: they go on. */
  revoked: Status | null;
}

/** Forwards everything. */
export function createOpenGate(server: string, authorization: string | null = null): OpenGate {
  const ended: number[] = [];
  const decided: string[] = [];
  const gate: OpenGate = {
    ended,
    revoked: null,
    admit: () => ({ kind: "admitted", caller: null }),
    decided,
    decide(_caller, head) {
      decided.push(head.path);
      return forward;
    },
  };
  const forward: Forward = {
    kind: "forward",
    server,
    authorization,
    recheck: () => gate.revoked,
    ended: (code) => void ended.push(code),
  };
  return gate;
}
