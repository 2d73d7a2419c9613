// What an HTTP status means where a gRPC status was due, as gRPC over HTTP/2 says. Something between here and Temporal
// answered, a balancer for instance.
import { grpcStatus, type Status } from "../call.ts";

const passing: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export function statusOfHttp(http: number): Status {
  // Also where 401 or 403 would stand: it is the gateway's credential that was refused, not the caller's.
  const code = passing.has(http) ? grpcStatus.unavailable : grpcStatus.unknown;
  return { code, message: `the Temporal server answered with HTTP ${http}` };
}
