// Answers a peer that speaks HTTP/1.1 to the gateway, a browser or a probe for instance, and closes.
import type { Socket } from "node:net";

const text = "This is a gRPC port. It speaks HTTP/2; Temporal's SDKs, command line and Web UI connect to it.\n";
const answer = [
  "HTTP/1.1 400 Bad Request",
  "content-type: text/plain; charset=utf-8",
  `content-length: ${text.length}`,
  "connection: close",
  "",
  text,
].join("\r\n");

export function answerHttp1(socket: Socket): void {
  // What it still sends is read and dropped: unread bytes would turn the close into a reset, and the answer be lost.
  socket.resume();
  socket.end(answer);
}
