// The services that are asked here, over whatever transport whoever uses this package has.
import type { Client } from "@connectrpc/connect";
import type { RequestService } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import type { ResponsibilityService } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import type { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";

export interface Clients {
  readonly cloud: Client<typeof CloudService>;
  /** Remit's own, as the next: other servers of the Cloud Ops API answer that they do not know it. */
  readonly responsibility: Client<typeof ResponsibilityService>;
  readonly requests: Client<typeof RequestService>;
}
