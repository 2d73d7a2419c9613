// What this process does and says.
import { z } from "zod";
import { setting } from "../setting.ts";
import { text } from "./values.ts";

export const running = {
  roles: setting(
    {
      env: "REMIT_ROLES",
      flag: "only",
      description:
        "What this process does: `api` answers calls, `operations` brings Temporal to the desired state, `gateway` stands " +
        "between Temporal's clients and Temporal.",
    },
    z
      .array(z.enum(["api", "operations", "gateway"]))
      .min(1)
      .default(["api", "operations", "gateway"]),
  ),
  log: z
    .strictObject({
      level: setting(
        {
          env: "REMIT_LOG_LEVEL",
          flag: "log-level",
          description: "Least severe level that is logged (to stderr, as JSON).",
        },
        z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
      ),
    })
    .prefault({}),
  dev: z
    .strictObject({
      connectionFile: setting(
        {
          env: "REMIT_CONNECTION_FILE",
          flag: "connection-file",
          description: "Where `dev` writes how to connect. Only `dev` makes it, and removes it when it stops.",
        },
        text.default(".remit/dev/connection.json"),
      ),
    })
    .prefault({}),
};
