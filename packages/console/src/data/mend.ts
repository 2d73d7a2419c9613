// What the pages can mend by themselves: findings whose whole plan is to delete API keys, each one call of the Cloud
// Ops API. Plans of access are made from the whole account, which the command line gathers.
import { type Client, Code, ConnectError, createClient } from "@connectrpc/connect";
import { useTransport } from "@connectrpc/connect-query";
import type { Finding } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { useQueryClient } from "@tanstack/react-query";
import { newOperationId } from "./operation-id.ts";

/** The key that a finding is about; null when it is about something else. */
export function keyOfFinding({ id, kind }: Pick<Finding, "id" | "kind">): string | null {
  if (kind !== "key-expired" && kind !== "key-unused") return null;
  const [, part] = id.split("/");
  return part === undefined ? null : part.replaceAll("%2F", "/").replaceAll("%25", "%");
}

/** Deletes the keys one after the other; one that is gone already is left alone. @throws ConnectError */
export function useDeleteKeys(): (keyIds: readonly string[]) => Promise<void> {
  const transport = useTransport();
  const client = useQueryClient();
  return async (keyIds) => {
    const cloud = createClient(CloudService, transport);
    try {
      for (const keyId of keyIds) await deleteKey(cloud, keyId);
    } finally {
      await client.invalidateQueries();
    }
  };
}

async function deleteKey(cloud: Client<typeof CloudService>, keyId: string): Promise<void> {
  try {
    const { apiKey } = await cloud.getApiKey({ keyId });
    const resourceVersion = apiKey?.resourceVersion ?? "";
    await cloud.deleteApiKey({ keyId, resourceVersion, asyncOperationId: newOperationId() });
  } catch (error) {
    if (ConnectError.from(error).code !== Code.NotFound) throw error;
  }
}
