// Where nothing can be measured, somebody's word: given in one's own name and for a time.
import type { Evidence } from "../evidence.ts";
import { dateOf, unknown } from "./look.ts";

/** "A says that this responsibility is carried out." */
export interface Attestation {
  /** Id of the responsibility. */
  readonly responsibility: string;
  /** Name of whoever said it. */
  readonly by: string;
  readonly statement: string;
  /** When it was said, and until when it holds; Unix milliseconds. */
  readonly at: number;
  readonly expiresAt: number;
  /** Whether whoever said it is still there to be asked. */
  readonly byActive: boolean;
}

/** As `evidence` of a responsibility names it. */
export const attestationName = "attestation";

/** The last part of its time in which it should be said again. */
const lastPart = 0.1;

/** By the attestation of the row that holds longest. */
export function judgeAttestation(attestations: readonly Attestation[], responsibility: string, now: number): Evidence {
  const [last] = attestations
    .filter((attestation) => attestation.responsibility === responsibility)
    .sort((a, b) => b.expiresAt - a.expiresAt || b.at - a.at);
  if (last === undefined) return unknown("Nobody has attested it.");
  const { by, at, expiresAt, statement, byActive } = last;
  const said = `${by} attested on ${dateOf(at)}: ${JSON.stringify(statement)}`;
  const until = dateOf(expiresAt);
  if (now >= expiresAt) return { state: "red", why: `${said}, which ended on ${until}.` };
  if (!byActive) return { state: "amber", why: `${said}, and is no longer active.` };
  if (expiresAt - now <= (expiresAt - at) * lastPart)
    return { state: "amber", why: `${said}, which ends on ${until}.` };
  return { state: "green", why: `${said}, until ${until}.` };
}
