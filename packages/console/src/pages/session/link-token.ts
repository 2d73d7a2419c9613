// The secret of a one-time link stands behind the "#": browsers keep that to themselves, so no log ever has it.

/** Reads it once and takes it out of the address, so that it does not stay in the history. */
export function takeLinkToken(location: Location, history: History): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token !== null) history.replaceState(history.state, "", location.pathname + location.search);
  return token;
}
