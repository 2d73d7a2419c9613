// Puts what is to be told where it waits to be sent: by every way that is configured, to nobody where none is.
import type { Tx } from "../store/database.ts";
import { newId } from "../store/ids.ts";
import { insertNotifications } from "../store/notifications.ts";
import type { Deps } from "./call.ts";

/** What every message says; the rest is the event's own. */
export interface MessagePayload {
  readonly event: string;
  readonly time: string;
  readonly subject: string;
  /** Opens a page and does nothing else; empty where no console is configured. */
  readonly link: string;
  /** E-mail addresses, without repetition. */
  readonly recipients: readonly string[];
}

/** In the transaction of what it tells of. The webhook is told once, each address by a message of its own. */
export async function queueMessages(
  tx: Tx,
  { notify }: Pick<Deps, "notify">,
  payload: MessagePayload,
  now: Date,
): Promise<void> {
  const base = {
    event: payload.event,
    created_at: now,
    next_attempt_at: now,
    attempts: 0,
    delivered_at: null,
    given_up_at: null,
    last_error: "",
  };
  // One for each address: what one mailbox refuses is tried again without telling the others twice.
  const to = notify.channels.flatMap((channel) =>
    (channel === "webhook" ? [""] : payload.recipients).map((recipient) => ({ channel, recipient })),
  );
  const messages = to.map((one) => ({ ...one, ...base, id: newId(), payload: JSON.stringify(payload) }));
  await insertNotifications(tx, messages);
}
