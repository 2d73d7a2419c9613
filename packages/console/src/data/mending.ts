// Plans that mend findings, over the transport of the page: with the rights of who is signed in, and no others.
import { createClient } from "@connectrpc/connect";
import { useTransport } from "@connectrpc/connect-query";
import { RequestService } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { ResponsibilityService } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { MendingRun, type Standing } from "./mending-run.ts";

export interface Mending {
  readonly standing: Standing;
  planAgain(): void;
  /** The plan, or what is left of it. */
  carryOut(): void;
}

/** For the findings that it is first called with. */
export function useMending(findingIds: readonly string[]): Mending {
  const transport = useTransport();
  const client = useQueryClient();
  const [run] = useState(() => {
    const clients = {
      cloud: createClient(CloudService, transport),
      responsibility: createClient(ResponsibilityService, transport),
      requests: createClient(RequestService, transport),
    };
    return new MendingRun(clients, findingIds, () => void client.invalidateQueries());
  });
  useEffect(() => void run.plan(), [run]);
  return {
    standing: useSyncExternalStore(run.listen, run.get),
    planAgain: () => void run.plan(),
    carryOut: () => void run.carryOut(),
  };
}
