// What keeps a Namespace's accepted authorities from being saved.
import { readPem } from "./read-pem.ts";
import { holdsPrivateKey } from "./split-pem.ts";

/** What was stored before is left alone: the server took it. */
export async function findCaProblem(text: string, stored: string): Promise<string | null> {
  if (text === stored) return null;
  if (holdsPrivateKey(text)) return "This holds a private key, which must not be sent.";
  return (await readPem(text)).problem;
}
