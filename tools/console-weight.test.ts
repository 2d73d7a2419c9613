// What a browser fetches before it shows the first page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { buildConsole } from "./build-console.ts";

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

const limitBytes = 250_000;
/** How the description of the whole Cloud Ops API begins: its length and the name of its file. */
const descriptorOfAll = Buffer.from("\n0temporal/api/cloud/cloudservice/v1/service.proto")
  .toString("base64")
  .slice(0, 60);

let directory = "";
let manifest: Manifest = {};

function filesOf(sources: readonly string[]): string[] {
  const files = new Set<string>();
  const visit = (source: string): void => {
    const chunk = manifest[source];
    assert.ok(chunk !== undefined, `${source} is packed`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.imports?.forEach(visit);
  };
  sources.forEach(visit);
  return [...files];
}

const read = (file: string): Buffer => readFileSync(join(directory, file));

describe("the console's first page", () => {
  before(async () => {
    directory = await buildConsole();
    manifest = JSON.parse(read(join(".vite", "manifest.json")).toString()) as Manifest;
  });

  it("needs at most 250 kB of packed JavaScript", () => {
    const files = filesOf(["index.html", "src/pages/home/home.tsx"]).filter((file) => file.endsWith(".js"));
    const sizes = files.map((file) => gzipSync(read(file)).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(total <= limitBytes, `${total} bytes in ${files.length} files`);
  });

  it("does not wait for the descriptors of the whole API", () => {
    for (const file of filesOf(["index.html", "src/pages/home/home.tsx"])) {
      const text = read(file).toString();
      assert.ok(!text.includes(descriptorOfAll), file);
    }
  });

  it("does not have what makes plans, nor has the page of drift before a plan is asked for", () => {
    const drift = "src/pages/responsibility/drift";
    const planner = filesOf([`${drift}/plan.tsx`]).find((file) => read(file).includes("CHANGED_SINCE"));
    assert.ok(planner !== undefined, "plans are made in a chunk of their own");
    for (const file of filesOf(["index.html", "src/pages/home/home.tsx", `${drift}/drift.tsx`])) {
      assert.notEqual(file, planner);
      assert.ok(!read(file).includes(descriptorOfAll), file);
    }
  });
});
