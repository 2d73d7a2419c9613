import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createPrivateFile } from "./private-files.ts";

const leastBytes = 32;

/** Null unless the text is base64 or hex of at least 32 bytes. */
export function decodeKey(text: string): Uint8Array | null {
  const trimmed = text.trim();
  const hex = /^(?:[0-9a-f]{2})+$/i.test(trimmed);
  if (!hex && !/^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed)) return null;
  const key = Buffer.from(trimmed, hex ? "hex" : "base64");
  return key.length < leastBytes ? null : key;
}

/**
 * The key in the file, which is made if it is missing.
 * @throws Error when there is something else in the file: a new key would make what the old one sealed unreadable
 */
export function keepSecretsKey(file: string): Uint8Array {
  createPrivateFile(file, () => `${randomBytes(leastBytes).toString("base64")}\n`);
  const key = decodeKey(readFileSync(file, "utf8"));
  if (key === null) throw new Error(`${file} is not a secrets key: put the right one back, or remove it to start anew`);
  return key;
}
