// Remit's own calls over REST: the official client knows the Cloud Ops API only.
import type { Connection } from "./connection.ts";

/** POSTs to a route under /remit; `apiKey` null for calls that carry their own credential. */
export async function post(
  { apiAddress }: Connection,
  path: string,
  body: Readonly<Record<string, unknown>>,
  apiKey: string | null,
): Promise<Readonly<Record<string, string>>> {
  const response = await fetch(`http://${apiAddress}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }) },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Readonly<Record<string, string>>;
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${answer.message}`);
  return answer;
}
