// The text of a gRPC status. Connect escapes more than gRPC asks for, and grpc-js, under Temporal's TypeScript client,
// does not undo all of it: its users would read "internal error%2C request …".

/** Escapes what the gRPC protocol wants escaped: everything but printable ASCII, and the percent sign. */
export function encodeGrpcMessage(message: string): string {
  return message.toWellFormed().replaceAll(/[^ -$&-~]+/g, encodeURIComponent);
}

/** Rewrites the message that Connect has put into the trailers, if there is one. */
export function rewriteGrpcMessage(trailer: Headers): void {
  const escaped = trailer.get("grpc-message");
  if (escaped !== null) trailer.set("grpc-message", encodeGrpcMessage(decodeURIComponent(escaped)));
}
