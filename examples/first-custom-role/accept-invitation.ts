// How an invited user comes in: a link, and with it a first API key.
import { type CloudCaller, connectCloud } from "./cloud.ts";
import type { Connection } from "./connection.ts";
import { post } from "./rest.ts";

/** A connection with the key that accepting gave; whoever opened it closes it. */
export async function acceptInvitation(connection: Connection, userId: string): Promise<CloudCaller> {
  const link = await post(connection, `/remit/v1/users/${userId}/invitation-link`, {}, connection.apiKey);
  const accepted = await post(connection, "/remit/v1/invitations/accept", { token: link.token }, null);
  return connectCloud(connection.tlsAddress, accepted.apiKey ?? "");
}
