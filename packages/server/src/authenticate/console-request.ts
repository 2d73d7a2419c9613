// Whether a request is the console's own, and the cookie that its session stands in. A browser sends cookies along
// with whatever page made it ask, so a cookie alone says nothing about who wants the call.
import { unauthenticated } from "../errors.ts";
import type { Origin } from "../origin.ts";

/** No form, image or link can send a header of its own, and a script of another origin has to ask first (CORS). */
const consoleHeader = "x-remit-console";

/** Set by a page that asks again by itself while nobody is there. It takes something from a call and gives it nothing. */
const backgroundHeader = "x-remit-background";

/** Headers that decide here: a protocol that passes on a choice of headers passes these. */
export const consoleHeaders: readonly string[] = [
  consoleHeader,
  backgroundHeader,
  "cookie",
  "origin",
  "sec-fetch-site",
];

export const isInBackground = (header: Headers): boolean => header.has(backgroundHeader);

/** True as soon as the request says so; whether it may is `isFromConsole`. */
export const claimsConsole = (header: Headers): boolean => header.has(consoleHeader);

/**
 * The browser's own word, which no page can forge: `Sec-Fetch-Site`, or the `Origin` where a browser sends no such header
 * (it does not over plain HTTP, except to the machine itself). Neither: refused, since no browser says nothing on a POST.
 *
 * "same-site" is not enough: another port of this host is the same site, and gets its cookies.
 * @param consoleAddress public URL of the console, "" for none: behind a proxy that ends TLS it is not the URL seen here
 */
export function isFromConsole(header: Headers, origin: Origin, consoleAddress: string): boolean {
  if (header.get(consoleHeader) !== "1") return false;
  const [site, from] = [header.get("sec-fetch-site"), header.get("origin")];
  if (site !== null && site !== "same-origin") return false;
  if (from === null) return site !== null;
  return ownOrigins(origin, consoleAddress).has(from.toLowerCase());
}

function ownOrigins({ encrypted, host }: Origin, consoleAddress: string): ReadonlySet<string> {
  const own = host === "" ? [] : [toOrigin(`${encrypted ? "https" : "http"}://${host}`)];
  return new Set([...own, toOrigin(consoleAddress)].filter((each) => each !== null));
}

function toOrigin(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

/** Over TLS a browser takes `__Host-` from this very host only, so that no neighbour of its domain can plant one. */
const cookieName = (secure: boolean): string => (secure ? "__Host-remit-session" : "remit-session");

/** Behind a proxy that ends TLS the browser sees what the console's address says. */
const isSecure = ({ encrypted }: Origin, consoleAddress: string): boolean =>
  encrypted || consoleAddress.toLowerCase().startsWith("https:");

/** The session's token; null for none. @throws RemitError UNAUTHENTICATED for several: one of them is planted */
export function readSessionCookie(header: Headers, origin: Origin, consoleAddress: string): string | null {
  const [first, ...others] = readSessionCookies(header, origin, consoleAddress);
  if (others.length > 0) throw unauthenticated("the request has more than one session cookie");
  return first || null;
}

/** Everything that stands under the cookie's name. */
export function readSessionCookies(header: Headers, origin: Origin, consoleAddress: string): string[] {
  const name = cookieName(isSecure(origin, consoleAddress));
  return (header.get("cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/** @param token "" clears the cookie. @param seconds how long the browser keeps it, which is no longer than it works */
export function renderSessionCookie(token: string, seconds: number, origin: Origin, consoleAddress: string): string {
  const secure = isSecure(origin, consoleAddress);
  const parts = [`${cookieName(secure)}=${token}`, "Path=/", `Max-Age=${seconds}`, "HttpOnly", "SameSite=Strict"];
  return [...parts, ...(secure ? ["Secure"] : [])].join("; ");
}
