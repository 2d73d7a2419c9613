// What the control plane takes at once, and when work on a Temporal server counts as stuck.
import { z } from "zod";
import { setting } from "../setting.ts";

const limit = (name: string, flag: string, description: string, documented: number) =>
  setting(
    {
      env: `REMIT_REQUESTS_${name}`,
      flag: `requests-${flag}`,
      description: `${description} 0 is no limit.`,
      otherwise: `${documented}, as Temporal Cloud documents it; under \`dev\` no limit`,
    },
    z.int().min(0).optional(),
  );

export const requests = {
  requests: z
    .strictObject({
      accountPerSecond: limit(
        "ACCOUNT_PER_SECOND",
        "account-per-second",
        "Requests per second to the control plane of everybody together, over all processes.",
        160,
      ),
      userPerSecond: limit("USER_PER_SECOND", "user-per-second", "The same of one user, in the console too.", 40),
      serviceAccountPerSecond: limit(
        "SERVICE_ACCOUNT_PER_SECOND",
        "service-account-per-second",
        "The same of one service account.",
        80,
      ),
      operationsAtOnce: limit(
        "OPERATIONS_AT_ONCE",
        "operations-at-once",
        "Changes that wait for a Temporal server at a time. One more is refused with a hint when to try again.",
        10,
      ),
    })
    .prefault({}),
  operations: z
    .strictObject({
      stuckAfterMinutes: setting(
        {
          env: "REMIT_OPERATIONS_STUCK_AFTER_MINUTES",
          flag: "operations-stuck-after-minutes",
          description: "So long under way, an operation is shown as stuck. It is tried for a day all the same.",
        },
        z.int().min(1).max(1_440).default(5),
      ),
    })
    .prefault({}),
};
