// Records as JSON lines to one address, signed as Remit's messages are.
import { postSigned, type WebhookOptions, WebhookRefusal } from "../../notify/webhook.ts";
import { DeliveryError, type Destination } from "./destination.ts";

export const openWebhook = (options: WebhookOptions): Destination => ({
  send: async (records, signal) => {
    const [first, last] = [records[0], records.at(-1)];
    if (first === undefined || last === undefined) return;
    const body = records.map(({ json }) => `${json}\n`).join("");
    // By the numbers in the chain a receiver knows what it has already.
    const id = `${first.account}-${first.seq}-${last.seq}`;
    try {
      await postSigned(options, { id, contentType: "application/x-ndjson", body, signal });
    } catch (error) {
      throw toDeliveryError(error);
    }
  },
  close: () => undefined,
});

function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof WebhookRefusal) {
    const passing = error.status === 408 || error.status === 429 || error.status >= 500;
    return new DeliveryError(passing ? "internal" : "configuration", error.message, 0, error);
  }
  const { cause, message } = error as Error & { cause?: { code?: string } };
  return new DeliveryError("internal", `the webhook did not answer: ${cause?.code ?? message}`, 0, error);
}
