// The custom role that is made, read and listed.
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { CustomRoleSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";

export const specOfRole = (name: string): MessageInitShape<typeof CustomRoleSpecSchema> => ({
  name,
  permissions: [
    { actions: ["cloud.region.list", "cloud.region.get"], resources: { resourceType: "accounts", allowAll: true } },
    { actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", allowAll: true } },
  ],
});
