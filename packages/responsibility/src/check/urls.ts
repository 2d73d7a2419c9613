// Addresses that people will click and that redirects will lead to: only ones that cannot run anything, cannot hide
// where they go, and cannot leave this host while looking like a path of it.
import { matrixLimits } from "./limits.ts";
import { note, type Place, quoteShort } from "./problem.ts";

/** Why a link must not lead here, or null when it may. Relative addresses are paths of the console. */
export function refuseUrl(url: string): string | null {
  if (url.length > matrixLimits.url) return `must have at most ${matrixLimits.url} characters`;
  // Browsers drop tabs and line breaks, and read "\" as "/": "/\t/evil.example" would be another host.
  if (/[\s\p{Cc}\\]/u.test(url) || !url.isWellFormed())
    return "must not have spaces, control characters or backslashes";
  if (url.startsWith("/")) return url.startsWith("//") ? 'must begin with a single "/"' : null;
  if (!/^https?:\/\//i.test(url)) return 'must begin with https://, http:// or "/"';
  if (!URL.canParse(url)) return "is not an address";
  const { username, password } = new URL(url);
  return username === "" && password === "" ? null : "must not have a user name or password";
}

/** An address; not given is empty. */
export function readUrl(place: Place, url = "", { required = false } = {}): string {
  if (url === "") {
    if (required) note(place, "must not be empty");
    return url;
  }
  const refusal = refuseUrl(url);
  if (refusal !== null) note(place, `${quoteShort(url)} ${refusal}`);
  return url;
}

/** Where a go-link leads; another go-link would make a chain, and in the end a circle. */
export function readGoLinkTarget(place: Place, url: string | undefined): string {
  const read = readUrl(place, url, { required: true });
  if (read.startsWith("/") && refuseUrl(read) === null && /^\/go(\/|$)/i.test(resolvePath(read))) {
    note(place, "must not lead to another go-link");
  }
  return read;
}

/** The path as a browser would ask for it: without dots, and with escapes undone. */
function resolvePath(path: string): string {
  const { pathname } = new URL(path, "https://console.invalid");
  return pathname.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
