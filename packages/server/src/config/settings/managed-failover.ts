// When Namespaces with several regions go on in another one without anybody asking for it.
import { z } from "zod";
import { setting } from "../setting.ts";

export const managedFailover = z
  .strictObject({
    enabled: setting(
      {
        env: "REMIT_TEMPORAL_MANAGED_FAILOVER",
        flag: "temporal-managed-failover",
        description:
          "Whether Namespaces whose Temporal server is away are failed over to another of their regions. A Namespace can say " +
          "no (`high_availability.disable_managed_failover`), and none comes back by itself.",
      },
      z.boolean().default(false),
    ),
    everySeconds: setting(
      {
        env: "REMIT_TEMPORAL_MANAGED_FAILOVER_EVERY_SECONDS",
        flag: "temporal-managed-failover-every-seconds",
        description: "How often each process with the role `operations` asks the connected servers how they are.",
      },
      z.int().min(1).max(60).default(5),
    ),
    afterSeconds: setting(
      {
        env: "REMIT_TEMPORAL_MANAGED_FAILOVER_AFTER_SECONDS",
        flag: "temporal-managed-failover-after-seconds",
        description:
          "How long all of these processes must have found a server away, and the one that takes over well, before its " +
          "Namespaces are failed over.",
      },
      z.int().min(1).max(86_400).default(60),
    ),
    pauseMinutes: setting(
      {
        env: "REMIT_TEMPORAL_MANAGED_FAILOVER_PAUSE_MINUTES",
        flag: "temporal-managed-failover-pause-minutes",
        description:
          "For how long after a failover, whoever asked for it, the same Namespace is not failed over by itself.",
      },
      z.int().min(0).max(10_080).default(60),
    ),
  })
  .prefault({});
