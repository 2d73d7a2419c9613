// `namespace release`: undoes `adopt`.
import { untilDone } from "@remit/client";
import { type Run, toJsonText } from "../context.ts";
import { findNamespace } from "./find-namespace.ts";

export const release: Run<{ readonly namespace: string }> = async (context, given) => {
  const { namespace, resourceVersion } = await findNamespace(context, given.namespace);
  const asked = context.clients.namespaces.release({ namespace, resourceVersion });
  const { serverName } = await untilDone(context.clients, asked);
  const released = { namespace, server_name: serverName };
  context.print(
    context.json
      ? toJsonText(released)
      : `Released ${namespace}. Its server keeps it as ${serverName}; its grants are gone.`,
  );
  return 0;
};
