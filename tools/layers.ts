// Reads which file imports which, and says where that breaks the layers of ARCHITECTURE.md. Only imports that exist at
// run time count: types may be named across layers, since erasing them leaves nothing behind.
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** Folders and files directly under packages/server/src, top first; imports go from a row to rows below it only. */
const serverLayers: readonly (readonly string[])[] = [
  ["main"],
  ["commands"],
  ["compose"],
  ["routes", "housekeeping", "refuse"],
  ["listen", "pipeline", "collector"],
  ["api", "gateway", "operations"],
  ["resources"],
  ["authenticate", "authorize", "audit"],
  ["store", "temporal", "object-stores", "notify", "config"],
  ["errors", "origin", "wire"],
];

/** What a package's sources may import besides their own files, Node's modules and third parties. */
const packageRules: Readonly<Record<string, { own: readonly string[]; thirdParty: RegExp | null; noNode?: true }>> = {
  policy: { own: [], thirdParty: null },
  responsibility: { own: ["policy"], thirdParty: null },
  protocol: { own: [], thirdParty: /^@bufbuild\/protobuf/ },
  server: { own: ["responsibility", "policy", "protocol"], thirdParty: /./ },
  client: {
    own: ["responsibility", "policy", "protocol"],
    thirdParty: /^@(bufbuild\/protobuf|connectrpc\/connect)(\/|$)/,
    // Browsers run it, too.
    noNode: true,
  },
  cli: { own: ["client", "responsibility", "policy", "protocol"], thirdParty: /./ },
  console: { own: ["client", "responsibility", "policy", "protocol"], thirdParty: /./, noNode: true },
};

/** File to what it imports at run time: other files by path from the root, everything else by specifier. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

export function readImports(root: string): ImportGraph {
  const files = globSync("packages/*/src/**/*.{ts,tsx}", { cwd: root, exclude: (name) => name === "gen" });
  const sources = files.filter((file) => !/\.test(-support)?\.tsx?$|\/testing\//.test(file));
  return new Map(sources.map((file) => [file, importsOf(readFileSync(join(root, file), "utf8"), file)]));
}

function importsOf(text: string, file: string): string[] {
  const statements = text.matchAll(/^(?:import|export)\s(?!type\b)([^;"']*?\sfrom\s*)?["']([^"']+)["']/gm);
  const dynamic = text.matchAll(/\bimport\(\s*()["']([^"']+)["']/g);
  return [...statements, ...dynamic]
    .filter(([, names]) => !namesOnlyTypes(names ?? ""))
    .map(([, , target = ""]) => (target.startsWith(".") ? relative(".", join(dirname(file), target)) : target));
}

function namesOnlyTypes(names: string): boolean {
  const list = /^\{([^}]*)\}/
    .exec(names.trim())?.[1]
    ?.split(",")
    .filter((name) => name.trim() !== "");
  return list?.every((name) => name.trim().startsWith("type ")) ?? false;
}

/** One line for each forbidden import and each cycle. */
export function findViolations(graph: ImportGraph): string[] {
  const found: string[] = [];
  for (const [file, targets] of graph) {
    for (const target of targets) {
      const reason = refuse(file, target);
      if (reason) found.push(`${file} imports ${target}: ${reason}`);
    }
  }
  return [...found, ...findCycles(graph)];
}

function refuse(file: string, target: string): string | undefined {
  const from = locate(file);
  const rule = packageRules[from.package];
  if (!rule) return `package ${from.package} has no row in tools/layers.ts`;
  if (target.startsWith("node:"))
    return rule.thirdParty === null || rule.noNode ? "this package has no Node" : undefined;
  const other =
    /^@remit\/([^/]+)/.exec(target)?.[1] ?? (target.startsWith("packages/") ? locate(target).package : null);
  if (other === null) return rule.thirdParty?.test(target) ? undefined : "not among this package's dependencies";
  if (other !== from.package) return rule.own.includes(other) ? undefined : `${from.package} may not know ${other}`;
  return from.package === "server" ? refuseLayer(from.part, locate(target).part) : undefined;
}

function refuseLayer(from: string, to: string): string | undefined {
  if (from === to) return undefined;
  const [upper, lower] = [from, to].map((part) => serverLayers.findIndex((row) => row.includes(part)));
  if (upper === undefined || lower === undefined || upper < 0 || lower < 0) return "a part without a layer";
  return upper < lower ? undefined : "imports go down only";
}

function locate(file: string): { package: string; part: string } {
  const [, name = "", , part = ""] = file.split(sep);
  return { package: name, part: part.replace(/\.ts$/, "") };
}

/** Depth first; a file met again while it is still open closes a cycle. */
function findCycles(graph: ImportGraph): string[] {
  const cycles: string[] = [];
  const closed = new Set<string>();
  const visit = (file: string, open: readonly string[]) => {
    if (open.includes(file)) cycles.push(`cycle: ${[...open.slice(open.indexOf(file)), file].join(" → ")}`);
    if (open.includes(file) || closed.has(file)) return;
    for (const target of graph.get(file) ?? []) visit(target, [...open, file]);
    closed.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}

if (import.meta.main) {
  const violations = findViolations(readImports(join(import.meta.dirname, "..")));
  for (const violation of violations) console.error(violation);
  process.exitCode = violations.length > 0 ? 1 : 0;
}
