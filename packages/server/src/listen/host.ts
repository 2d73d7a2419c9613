// The Host allow-list. A page on the internet can point its own name at this machine (DNS rebinding); its requests
// then come from the loopback, but they carry that page's host name.

/** Always allowed beside what is configured. */
const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/** An entry "*" allows every host: for a listener behind a proxy that checks it. */
export function createHostCheck(allowed: readonly string[]): (authority: string | undefined) => boolean {
  const names = new Set([...loopbackNames, ...allowed.map((name) => name.toLowerCase())]);
  if (names.has("*")) return (authority) => hostName(authority) !== undefined;
  return (authority) => names.has(hostName(authority) ?? "");
}

/** The allow-list entry for an address that a port binds to; none for "every address", which names no host. */
export function hostEntries(bindHost: string): string[] {
  if (bindHost === "" || bindHost === "0.0.0.0" || bindHost === "::") return [];
  return [bindHost.includes(":") && !bindHost.startsWith("[") ? `[${bindHost}]` : bindHost];
}

/** The host of `host[:port]` in lower case, or undefined for anything that is not exactly that. */
function hostName(authority: string | undefined): string | undefined {
  const match = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/.exec(authority ?? "");
  return match?.[1]?.toLowerCase().replace(/\.$/, "");
}
