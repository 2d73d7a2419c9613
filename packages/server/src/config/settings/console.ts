// The console: its files, and how long somebody stays signed in to it.
import { z } from "zod";
import { setting } from "../setting.ts";
import { text } from "./values.ts";

export const consoleSettings = {
  console: z
    .strictObject({
      directory: setting(
        {
          env: "REMIT_CONSOLE_DIRECTORY",
          flag: "console-directory",
          description: "Directory with the console's built files, which the ports then serve beside the API.",
          otherwise: "the console is not served; `npm start` serves the one that was built, if any",
        },
        text.optional(),
      ),
    })
    .prefault({}),
  session: z
    .strictObject({
      idleMinutes: setting(
        {
          env: "REMIT_SESSION_IDLE_MINUTES",
          flag: "session-idle-minutes",
          description: "How long somebody stays signed in to the console without using it, to the minute.",
        },
        z.int().min(5).max(43_200).default(60),
      ),
      hours: setting(
        {
          env: "REMIT_SESSION_HOURS",
          flag: "session-hours",
          description: "After how many hours somebody signs in to the console again, however much it is used.",
        },
        z.int().min(1).max(720).default(12),
      ),
      restrictedHours: setting(
        {
          env: "REMIT_SESSION_RESTRICTED_HOURS",
          flag: "session-restricted-hours",
          description:
            "The same while the account restricts the lifetimes of sessions (`authentication_settings` of the account).",
        },
        z.int().min(1).max(720).default(4),
      ),
      perPerson: setting(
        {
          env: "REMIT_SESSION_PER_PERSON",
          flag: "session-per-person",
          description:
            "In how many browsers somebody may be signed in to the console at once; one more ends the oldest. 0: any number.",
        },
        z.int().min(0).max(1_000).default(10),
      ),
    })
    .prefault({}),
};
