// Messages as JSON to one address, signed so that the receiver can tell them from anybody else's.
import { createHmac } from "node:crypto";

export interface WebhookOptions {
  readonly url: string;
  /** Shared with the receiver. */
  readonly secret: string;
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;

/** Of "<Unix seconds>.<body>": the time is signed, too, so that a receiver can refuse what is replayed later. */
export function signWebhook(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

/** @throws Error unless the answer is 2xx in time. A redirect is refused: it would take the message somewhere else. */
export async function postWebhook(
  { url, secret, timeoutMs = defaultTimeoutMs }: WebhookOptions,
  id: string,
  payload: Readonly<Record<string, unknown>>,
): Promise<void> {
  const body = JSON.stringify({ id, ...payload });
  const response = await fetch(url, {
    method: "POST",
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      "content-type": "application/json",
      "user-agent": "remit",
      "x-remit-delivery": id,
      "x-remit-signature": signWebhook(secret, Math.floor(Date.now() / 1_000), body),
    },
  });
  // What it says is not read: it is not ours, and it may be without end.
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
}
