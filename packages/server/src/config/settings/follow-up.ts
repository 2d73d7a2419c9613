// What is done without being asked: messages, and looking for drift.
import { z } from "zod";
import { setting } from "../setting.ts";
import { text } from "./values.ts";

export const notify = {
  notify: z
    .strictObject({
      webhook: z
        .strictObject({
          url: setting(
            {
              env: "REMIT_NOTIFY_WEBHOOK_URL",
              flag: "notify-webhook-url",
              description: "Where messages about requests are posted as JSON. Redirects are not followed.",
              otherwise: "nothing is posted",
            },
            z
              .string()
              .regex(/^https?:\/\/\S+$/, "must begin with https:// or http://")
              .optional(),
          ),
          secretFile: setting(
            {
              env: "REMIT_NOTIFY_WEBHOOK_SECRET_FILE",
              flag: "notify-webhook-secret-file",
              description:
                "File with the secret that signs them: the header `x-remit-signature` is `t=<Unix seconds>,v1=<HMAC-SHA256 of t, " +
                "a dot and the body, in hex>`.",
              otherwise: "nothing; a webhook needs it",
            },
            text.optional(),
          ),
        })
        .prefault({}),
      smtp: z
        .strictObject({
          url: setting(
            {
              env: "REMIT_NOTIFY_SMTP_URL",
              flag: null,
              noFlag: "it may hold a password, and arguments are visible to every user of the machine",
              description: "Mail server that messages about requests are sent through: smtps://user:password@host:465.",
              otherwise: "nothing is mailed",
            },
            z
              .string()
              .regex(/^smtps?:\/\/\S+$/, "must begin with smtps:// or smtp://")
              .optional(),
          ),
        })
        .prefault({}),
      from: setting(
        {
          env: "REMIT_NOTIFY_FROM",
          flag: "notify-from",
          description: "Sender of mailed messages.",
          otherwise: "nothing; a mail server needs it",
        },
        text.optional(),
      ),
    })
    .prefault({}),
};

export const drift = {
  drift: z
    .strictObject({
      everyMinutes: setting(
        {
          env: "REMIT_DRIFT_EVERY_MINUTES",
          flag: "drift-every-minutes",
          description:
            "How often the platform is looked at: Workers, the audit chain, evidence and drift. What was seen more than an " +
            "hour ago counts as not known. 0 is never.",
        },
        z.int().min(0).max(30).default(5),
      ),
    })
    .prefault({}),
};
