// The comments of Remit's own .proto files: descriptors are committed without them.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const protos = join(import.meta.dirname, "../../packages/protocol/proto/remit/v1");

/** RPC or `Message.field` name → the sentence above it. Remit's protos nest messages one level at most. */
export function readComments(): ReadonlyMap<string, string> {
  const comments = new Map<string, string>();
  for (const file of globSync("*.proto", { cwd: protos })) readFile(readFileSync(join(protos, file), "utf8"), comments);
  return comments;
}

function readFile(text: string, comments: Map<string, string>): void {
  const open: string[] = [];
  let above: string[] = [];
  for (const line of text.split("\n").map((raw) => raw.trim())) {
    const comment = /^\/\/ ?(.*)$/.exec(line)?.[1];
    if (comment !== undefined) {
      above.push(comment);
      continue;
    }
    const name = /^rpc (\w+)/.exec(line)?.[1] ?? fieldName(line, open);
    if (name !== undefined && above.length > 0) comments.set(name, above.join(" "));
    above = [];
    if (line.endsWith("{")) open.push(/^message (\w+)/.exec(line)?.[1] ?? "");
    if (line.startsWith("}")) open.pop();
  }
}

function fieldName(line: string, open: readonly string[]): string | undefined {
  const field = /^[\w. ]+ (\w+) = \d+;/.exec(line)?.[1];
  const message = open.findLast((name) => name !== "");
  return field === undefined || message === undefined ? undefined : `${message}.${field}`;
}
