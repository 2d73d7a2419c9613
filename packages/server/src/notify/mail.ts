// Messages as plain text through an SMTP server.
import { createTransport } from "nodemailer";
import type { OutgoingMessage } from "./notifier.ts";

export interface MailOptions {
  /** smtp://user:password@host:587 or smtps://… */
  readonly url: string;
  readonly from: string;
}

export interface Mail {
  /** @throws Error unless the server took it */
  send(message: Pick<OutgoingMessage, "id" | "recipient" | "payload">): Promise<void>;
  close(): void;
}

/** Together shorter than the lease of a message: nobody else sends it while this one still tries. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

export function createMail({ url, from }: MailOptions): Mail {
  // Texts of requests come from users: nothing in them may be read as a file or an address to fetch.
  const options = { url, ...timeouts, disableFileAccess: true, disableUrlAccess: true };
  const transport = createTransport(options);
  return {
    send: async ({ id, recipient, payload }) => {
      const { subject, text } = toText(payload);
      await transport.sendMail({
        from,
        to: { name: "", address: recipient },
        subject,
        text,
        headers: { "x-remit-delivery": id, "auto-submitted": "auto-generated" },
      });
    },
    close: () => transport.close(),
  };
}

function toText(payload: Readonly<Record<string, unknown>>): { subject: string; text: string } {
  const { subject, link } = payload as { subject: string; link: string };
  const lines = [subject, "", ...toLines(payload), ...(link === "" ? [] : ["", link])];
  return { subject: subject.replace(/\s+/g, " ").slice(0, 200), text: `${lines.join("\n")}\n` };
}

function toLines({ request, findings, count }: Readonly<Record<string, unknown>>): string[] {
  if (Array.isArray(findings)) return toLinesOfFindings(findings as { text: string }[], Number(count));
  return toLinesOfRequest(request as Readonly<Record<string, string | number | null>>);
}

function toLinesOfRequest(request: Readonly<Record<string, string | number | null>>): string[] {
  return [
    `Request: ${request.id}`,
    ...(request.reason === "" ? [] : [`Reason: ${request.reason}`]),
    ...(request.hours === 0 ? [] : [`For: ${request.hours} hours`]),
    ...(request.access_ends_time === null ? [] : [`Until: ${request.access_ends_time}`]),
    ...(request.note === "" ? [] : [`Note: ${request.note}`]),
  ];
}

function toLinesOfFindings(findings: readonly { readonly text: string }[], count: number): string[] {
  const more = count - findings.length;
  return [...findings.map(({ text }) => `- ${text}`), ...(more > 0 ? [`and ${more} more`] : [])];
}
