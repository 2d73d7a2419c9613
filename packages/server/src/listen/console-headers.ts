// What a browser is told about every answer of the console: nothing from elsewhere runs in it, and nothing frames it.
import type { Origin } from "../origin.ts";
import type { HttpResponse } from "./servers.ts";

const always: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()",
};

/** A year. Not for this machine's own names: a browser would then want TLS of every port of it, other programs' too. */
const strictTransport = "max-age=31536000";
const ownMachine = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

export function setConsoleHeaders(response: HttpResponse, { encrypted, host }: Origin): void {
  for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
  if (encrypted && !ownMachine.test(host)) response.setHeader("strict-transport-security", strictTransport);
}

/** @param nonce the one of this page; style elements that carry it count, scripts come from files only */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** For what is no page but may be opened as one, an SVG image for instance. */
export const inertPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
