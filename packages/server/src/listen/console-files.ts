// The console's files, read once: what is served is what was there at the start, and no request names a path on disk.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export type Encoding = "br" | "gzip" | "identity";

export interface ConsoleFile {
  readonly type: string;
  /** With its quotes. */
  readonly etag: string;
  /** The bytes in that encoding, made when they are first asked for; null where it would save nothing. */
  readonly encoded: (encoding: Encoding) => Promise<Buffer | null>;
}

export interface ConsoleFiles {
  /** The page itself, with `__CSP_NONCE__` where a nonce goes. */
  readonly page: string;
  /** Every other file by its path in a URL: "/assets/index-abc.js". */
  readonly files: ReadonlyMap<string, ConsoleFile>;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/** Compressed by what they are. */
const dense = /^(image\/(?!svg)|font\/)/;
/** Below this a packet is a packet. */
const leastBytes = 1_000;

/** @throws Error when there is no console in the directory */
export async function loadConsoleFiles(directory: string): Promise<ConsoleFiles> {
  const page = await readFile(join(directory, "index.html"), "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`there is no console in ${directory}: its index.html cannot be read (${error.code})`);
  });
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = new Map<string, ConsoleFile>();
  // Links are left out: what they lead to is nobody's to serve.
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const url = `/${relative(directory, path).split(sep).join("/")}`;
    if (url !== "/index.html" && !url.includes("/.")) files.set(url, toFile(await readFile(path), url));
  }
  return { page, files };
}

function toFile(bytes: Buffer, url: string): ConsoleFile {
  const type = types[extname(url).toLowerCase()] ?? "application/octet-stream";
  const compresses = bytes.length >= leastBytes && !dense.test(type);
  const made = new Map<Encoding, Promise<Buffer | null>>([["identity", Promise.resolve(bytes)]]);
  return {
    type,
    etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
    encoded: (encoding) => {
      const known = made.get(encoding) ?? (compresses ? compress(bytes, encoding) : Promise.resolve(null));
      made.set(encoding, known);
      return known;
    },
  };
}

async function compress(bytes: Buffer, encoding: Encoding): Promise<Buffer | null> {
  const smaller = encoding === "br" ? await compressBrotli(bytes) : await promisify(gzip)(bytes, { level: 9 });
  return smaller.length < bytes.length ? smaller : null;
}

/** 9 of 11: the last two save a hundredth and take ten times as long, for which the first visitor would wait. */
const compressBrotli = (bytes: Buffer): Promise<Buffer> =>
  promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
