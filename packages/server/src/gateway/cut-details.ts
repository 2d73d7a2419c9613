// Temporal's Web UI asks over HTTP, and its server makes gRPC calls of that with grpc-gateway. That one writes an error as
// JSON, details and all, and where its program does not know the type of a single one it writes "failed to marshal error
// message" and nothing else. The Web UI server knows no google.rpc type: whoever calls that way gets the message alone.
import type { CallHead, Status } from "./call.ts";

/** What grpc-gateway names the HTTP headers that it passes on, `accept` and `user-agent` among them. */
const passedOn = "grpcgateway-";

/** The status, as this caller can read it. */
export function cutDetails(status: Status, { header }: Pick<CallHead, "header">): Status {
  const { code, message } = status;
  return Object.keys(header).some((name) => name.startsWith(passedOn)) ? { code, message } : status;
}
