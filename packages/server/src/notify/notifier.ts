// Tells people: by a webhook, by e-mail, by both, or by nothing. What is sent, and when again, is decided elsewhere.
import { createMail, type MailOptions } from "./mail.ts";
import { postWebhook, type WebhookOptions } from "./webhook.ts";

export type Channel = "webhook" | "mail";

export interface OutgoingMessage {
  /** The same for each attempt. */
  readonly id: string;
  readonly channel: Channel;
  /** E-mail address; empty for the webhook. */
  readonly recipient: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface NotifyOptions {
  readonly webhook?: WebhookOptions;
  readonly mail?: MailOptions;
}

export interface Notifier {
  /** Those that are configured. */
  readonly channels: readonly Channel[];
  /** @throws Error when it was not taken, or nobody knows whether it was */
  send(message: OutgoingMessage): Promise<void>;
  close(): void;
}

export function createNotifier({ webhook, mail }: NotifyOptions): Notifier {
  const mailer = mail === undefined ? null : createMail(mail);
  return {
    channels: [...(webhook === undefined ? [] : ["webhook" as const]), ...(mailer === null ? [] : ["mail" as const])],
    send: async (message) => {
      if (message.channel === "webhook") {
        if (webhook === undefined) throw new Error("no webhook is configured any more");
        await postWebhook(webhook, message.id, message.payload);
      } else {
        if (mailer === null) throw new Error("no mail server is configured any more");
        await mailer.send(message);
      }
    },
    close: () => mailer?.close(),
  };
}
