// Calls over REST: the official client knows neither Remit's own calls nor, in its present version, projects.
import type { Connection } from "./connection.ts";

export type Answer = Readonly<Record<string, string>>;

/** POSTs to a route; `apiKey` null for calls that carry their own credential. */
export const post = (
  connection: Connection,
  path: string,
  body: Readonly<Record<string, unknown>>,
  apiKey: string | null,
): Promise<Answer> => send(connection, "POST", path, apiKey, body);

export async function send(
  { apiAddress }: Connection,
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  apiKey: string | null,
  body?: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const response = await fetch(`http://${apiAddress}${path}`, {
    method,
    headers: { "content-type": "application/json", ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Answer;
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${answer.message}`);
  return answer;
}
