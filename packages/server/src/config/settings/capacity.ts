// What Namespaces may have provisioned.
import { z } from "zod";
import { setting } from "../setting.ts";

export const capacity = {
  capacity: z
    .strictObject({
      units: setting(
        {
          env: "REMIT_CAPACITY_UNITS",
          flag: "capacity-units",
          description:
            "Capacities that a Namespace may have provisioned. A unit is limits.actionsPerSecondPerCapacityUnit actions and " +
            "limits.requestsPerSecondPerCapacityUnit requests per second at the gateway. An empty list allows any.",
        },
        z.array(z.number().positive()).default([2, 3, 4, 6, 8, 10, 12]),
      ),
    })
    .prefault({}),
};
