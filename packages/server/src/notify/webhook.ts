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

/** @throws Error unless the answer is 2xx in time */
export function postWebhook(
  options: WebhookOptions,
  id: string,
  payload: Readonly<Record<string, unknown>>,
): Promise<void> {
  return postSigned(options, { id, contentType: "application/json", body: JSON.stringify({ id, ...payload }) });
}

export interface SignedPost {
  /** The same for each attempt. */
  readonly id: string;
  readonly contentType: string;
  readonly body: string;
  readonly signal?: AbortSignal;
}

/** @throws Error unless the answer is 2xx in time. A redirect is refused: it would take the message somewhere else. */
export async function postSigned(
  { url, secret, timeoutMs = defaultTimeoutMs }: WebhookOptions,
  { id, contentType, body, signal }: SignedPost,
): Promise<void> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, {
    method: "POST",
    body,
    redirect: "manual",
    signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    headers: {
      "content-type": contentType,
      "user-agent": "remit",
      "x-remit-delivery": id,
      "x-remit-signature": signWebhook(secret, Math.floor(Date.now() / 1_000), body),
    },
  });
  // What it says is not read: it is not ours, and it may be without end.
  await response.body?.cancel();
  if (!response.ok) throw new WebhookRefusal(response.status);
}

/** The receiver answered, and not with 2xx. */
export class WebhookRefusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the webhook answered ${status}`);
    this.name = "WebhookRefusal";
    this.status = status;
  }
}
