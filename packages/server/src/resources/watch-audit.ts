// The watch over the audit chain, as it is kept from one look to the next.
import type { ChainPlace } from "../audit/chain.ts";
import { type ChainWatch, chainUnwatched, watchChain } from "../audit/watch-chain.ts";
import type { Reader } from "../store/database.ts";
import { readSeenAccount } from "../store/observations.ts";
import type { SeenAccount } from "../store/schema/observations.ts";

type Kept = SeenAccount["chain"];

export async function watchAudit(reader: Reader, now: Date): Promise<Kept> {
  const seen = await readSeenAccount(reader);
  return toKept(await watchChain(reader, seen === null ? chainUnwatched : fromKept(seen.chain), now));
}

const toKept = ({ verified, again, until, broken }: ChainWatch): Kept => ({
  verified: toKeptPlace(verified),
  again: toKeptPlace(again),
  until: until?.toISOString() ?? null,
  broken,
});

const fromKept = ({ verified, again, until, broken }: Kept): ChainWatch => ({
  verified: fromKeptPlace(verified),
  again: fromKeptPlace(again),
  until: until === null ? null : new Date(until),
  broken,
});

const toKeptPlace = ({ seq, hash }: ChainPlace) => ({ seq, hash: Buffer.from(hash).toString("hex") });
const fromKeptPlace = ({ seq, hash }: Kept["verified"]): ChainPlace => ({ seq, hash: Buffer.from(hash, "hex") });
