import type { Namespace } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { UsageError } from "../../terminal.ts";
import type { Context } from "../context.ts";

/** By its name or its id. @throws UsageError where there is none that the caller may see */
export async function findNamespace({ clients }: Context, name: string): Promise<Namespace> {
  const [found] = (await clients.cloud.getNamespaces({ name })).namespaces;
  if (found !== undefined) return found;
  throw new UsageError(`There is no Namespace ${JSON.stringify(name)} that you may see.`);
}
