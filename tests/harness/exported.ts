// Exported objects as any reader of Temporal's exports reads them: by the published description of the format.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import proto from "@temporalio/proto";
import protobuf from "protobufjs";

const require = createRequire(import.meta.url);
const protos = join(
  dirname(require.resolve("@temporalio/core-bridge/package.json")),
  "sdk-core/crates/protos/protos/api_upstream",
);

let format: protobuf.Type | undefined;

function loadFormat(): protobuf.Type {
  if (format !== undefined) return format;
  const root = new protobuf.Root();
  root.resolvePath = (_, target) => join(protos, target);
  root.loadSync("temporal/api/export/v1/message.proto");
  format = root.lookupType("temporal.api.export.v1.WorkflowExecutions");
  return format;
}

export type Event = proto.temporal.api.history.v1.IHistoryEvent;

/** The histories of one object, each as its events. */
export function readExported(bytes: Uint8Array): Event[][] {
  const decoded = loadFormat().decode(bytes).toJSON() as {
    readonly items?: readonly { readonly history: { readonly events: readonly unknown[] } }[];
  };
  return (decoded.items ?? []).map(({ history }) =>
    history.events.map((event) => proto.temporal.api.history.v1.HistoryEvent.fromObject(event as object)),
  );
}

/** In a form in which two events can be compared, wherever they come from. */
export const toPlain = (events: readonly Event[]): unknown[] =>
  events.map((event) => proto.temporal.api.history.v1.HistoryEvent.fromObject(event).toJSON());
