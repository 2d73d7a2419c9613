// Everything that is measured at one size, checked against the naive reference before it is timed.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { MongoAbility } from "@casl/ability";
import * as policy from "../../packages/policy/src/index.ts";
import { createBareCore } from "./bare-core.ts";
import { createEnforcer, enforce } from "./casbin.ts";
import { can, createAbility } from "./casl.ts";
import { actionId, namespaceId, roleId, userId } from "./ids.ts";
import { bytesInUse, cpuTime, measureMedian, measureP99, measureThroughput, medianRatio } from "./measure.ts";
import { naiveCheck, naiveList, naiveWhoCan } from "./naive.ts";
import { toCustomRole, toPolicyData, workloadVocabulary } from "./ours.ts";
import { createEdits, createQueries, createWorkload, type Query, type Size, type Workload } from "./workload.ts";

/** One engine at one size. Times in the unit of the name; null is not measured. */
export interface Row {
  readonly engine: string;
  readonly decisionNs: number;
  readonly p99Us: number;
  readonly listUs: number | null;
  readonly whoCanUs: number | null;
  readonly editUs: number | null;
  readonly bytesPerPrincipal: number | null;
}

export interface SizeResult {
  readonly size: Size;
  readonly rows: readonly Row[];
  /** Decisions per second, ours over the bare core's: the median of the rounds. */
  readonly againstBare: number;
  readonly compileMs: number;
  readonly compileCpuMs: number;
  readonly checked: number;
  readonly mismatches: number;
  readonly notes: readonly string[];
}

const QUESTIONS = 100_000;
const NOW = 0;

interface Bench {
  readonly workload: Workload;
  readonly queries: readonly Query[];
  readonly users: readonly string[];
  readonly actions: readonly string[];
  readonly namespaces: readonly string[];
  readonly tally: { checked: number; mismatches: number };
  readonly notes: string[];
}

/** Runs one size; minutes for the largest. */
export async function runSize(size: Size, seed: number): Promise<SizeResult> {
  const workload = createWorkload(size, seed);
  const queries = createQueries(workload, QUESTIONS, seed + 1);
  const bench: Bench = {
    workload,
    queries,
    users: queries.map(({ user }) => userId(user)),
    actions: queries.map(({ action }) => actionId(action)),
    namespaces: queries.map(({ namespace }) => namespaceId(namespace)),
    tally: { checked: 0, mismatches: 0 },
    notes: [],
  };
  const data = toPolicyData(workload);
  const compiled = timeCompile(data);
  const { rows, againstBare } = measureCores(bench, data, compiled.snapshot, weigh(size, seed));
  const peers = [measureCasl(bench), ...(await measureCasbin(bench))];
  const { snapshot: _, ...times } = compiled;
  return { size, rows: [...rows, ...peers], againstBare, ...times, ...bench.tally, notes: bench.notes };
}

/** Bytes per principal of a snapshot, in a process where there is nothing else to weigh. */
function weigh(size: Size, seed: number): number {
  const program = fileURLToPath(new URL("./weigh.ts", import.meta.url));
  return Number(execFileSync(process.execPath, [program, size, String(seed)], { encoding: "utf8" }));
}

function timeCompile(data: policy.PolicyData) {
  let compileMs = Number.POSITIVE_INFINITY;
  let compileCpuMs = Number.POSITIVE_INFINITY;
  let snapshot = policy.compile(data, workloadVocabulary);
  for (let round = 0; round < 5; round++) {
    const [wall, cpu] = [performance.now(), cpuTime()];
    snapshot = policy.compile(data, workloadVocabulary);
    compileMs = Math.min(compileMs, performance.now() - wall);
    compileCpuMs = Math.min(compileCpuMs, cpuTime() - cpu);
  }
  return { snapshot, compileMs, compileCpuMs };
}

function measureCores(bench: Bench, data: policy.PolicyData, snapshot: policy.Snapshot, ownBytes: number) {
  const { workload, queries, users, actions, namespaces } = bench;
  const bare = createBareCore(workload, data);
  const engines = {
    ours: (at: number) =>
      policy.check(snapshot, users[at] ?? "", actions[at] ?? "", { type: "namespaces", id: namespaces[at] ?? "" }, NOW),
    bare: (at: number) => bare.check(users[at] ?? "", actions[at] ?? "", namespaces[at] ?? ""),
    naive: (at: number) => {
      const { user, action, namespace } = queries[at] as Query;
      return naiveCheck(workload, user, action, namespace);
    },
  };
  for (const ask of Object.values(engines)) verify(bench, queries.length, ask);
  const each = measureThroughput({ ours: engines.ours, bare: engines.bare }, QUESTIONS, 12);
  const slow = measureThroughput({ naive: engines.naive }, QUESTIONS, 2);
  const nothing = { listUs: null, whoCanUs: null, editUs: null, bytesPerPrincipal: null };
  const rows: Row[] = [
    {
      engine: "remit policy",
      decisionNs: Math.min(...each.ours),
      p99Us: measureP99(engines.ours, QUESTIONS),
      ...measureLists(bench, snapshot),
      editUs: measureEdits(bench, snapshot),
      bytesPerPrincipal: ownBytes,
    },
    {
      engine: "bare typed arrays",
      decisionNs: Math.min(...each.bare),
      p99Us: measureP99(engines.bare, QUESTIONS),
      ...nothing,
    },
    {
      engine: "naive reference",
      decisionNs: Math.min(...slow.naive),
      p99Us: measureP99(engines.naive, QUESTIONS),
      ...nothing,
    },
  ];
  return { rows, againstBare: medianRatio(each.ours, each.bare) };
}

function verify({ queries, tally }: Bench, count: number, ask: (at: number) => boolean): void {
  for (let at = 0; at < count; at++) {
    tally.checked++;
    if (ask(at) !== queries[at]?.allowed) tally.mismatches++;
  }
}

function measureLists(bench: Bench, snapshot: policy.Snapshot) {
  const { workload, queries, users, actions, namespaces, tally } = bench;
  const list = (at: number): string[] => policy.listAllowed(snapshot, users[at] ?? "", "op0", "namespaces", NOW);
  const whoCan = (at: number): string[] =>
    policy.whoCan(snapshot, actions[at] ?? "", { type: "namespaces", id: namespaces[at] ?? "" }, NOW);
  const same = (answer: readonly string[], expected: readonly string[]): void => {
    tally.checked++;
    const set = new Set(expected);
    if (answer.length !== expected.length || !answer.every((id) => set.has(id))) tally.mismatches++;
  };
  for (let at = 0; at < 20; at++) {
    const { user, action, namespace } = queries[at] as Query;
    same(list(at), naiveList(workload, user, 0).map(namespaceId));
    same(whoCan(at), naiveWhoCan(workload, action, namespace).map(userId));
  }
  return { listUs: measureMedian(200, 25, list), whoCanUs: measureMedian(100, 25, whoCan) };
}

/** From a role's new entries to a snapshot in which their holder can do what they add. */
function measureEdits({ workload, tally }: Bench, snapshot: policy.Snapshot): number {
  const edits = createEdits(workload, 50, 17).map(({ role, entries, query }) => ({
    change: { kind: "custom-role", id: roleId(role), role: toCustomRole(workload, role, entries) } as const,
    question: [userId(query.user), actionId(query.action), namespaceId(query.namespace)] as const,
  }));
  return measureMedian(edits.length, 40, (at) => {
    const { change, question } = edits[at] as (typeof edits)[number];
    const [user, action, id] = question;
    const next = policy.apply(snapshot, [change]);
    if (!policy.check(next, user, action, { type: "namespaces", id }, NOW)) tally.mismatches++;
  });
}

/** Principals for which CASL gets a warm ability; questions about others are left out of its turn. */
const ABILITIES = 1_000;

function measureCasl(bench: Bench): Row {
  const { workload, queries, tally } = bench;
  const known = new Set<number>();
  for (const { user } of queries) if (known.size < ABILITIES) known.add(user);
  const asked = queries.filter(({ user }) => known.has(user));
  const before = bytesInUse();
  const abilities = new Map<number, MongoAbility>([...known].map((user) => [user, createAbility(workload, user)]));
  const ask = (at: number): boolean => {
    const { user, action, namespace } = asked[at] as Query;
    return can(abilities.get(user) as MongoAbility, workload, action, namespace);
  };
  const count = Math.min(asked.length, 20_000);
  for (let at = 0; at < count; at++) {
    tally.checked++;
    if (ask(at) !== asked[at]?.allowed) tally.mismatches++;
  }
  const bytes = (bytesInUse() - before) / known.size;
  bench.notes.push(
    `CASL: warm abilities for ${known.size} principals, ${count} questions; one ability holds its groups' rules`,
  );
  const each = measureThroughput({ casl: ask }, count, 5);
  const list = (at: number): void => {
    const ability = abilities.get((asked[at] as Query).user) as MongoAbility;
    for (let namespace = 0; namespace < workload.projectOf.length; namespace++) can(ability, workload, 0, namespace);
  };
  const { user } = asked[0] as Query;
  return {
    engine: "CASL, warm",
    decisionNs: Math.min(...each.casl),
    p99Us: measureP99(ask, count),
    listUs: measureMedian(10, 3, list),
    whoCanUs: workload.size === "S" ? measureMedian(5, 3, (at) => whoCanByCasl(bench, abilities, at)) : null,
    editUs: measureMedian(50, 5, () => void createAbility(workload, user)),
    bytesPerPrincipal: bytes,
  };
}

function whoCanByCasl({ workload, queries }: Bench, abilities: ReadonlyMap<number, MongoAbility>, at: number): void {
  const { action, namespace } = queries[at] as Query;
  for (const ability of abilities.values()) can(ability, workload, action, namespace);
}

async function measureCasbin(bench: Bench): Promise<Row[]> {
  const { workload, queries, notes, tally } = bench;
  if (workload.size === "L") {
    notes.push(
      "node-casbin: left out at L, where one decision scans some 40,000 policies (about 10 ms) and loading takes minutes",
    );
    return [];
  }
  const before = bytesInUse();
  const enforcer = await createEnforcer(workload);
  const bytes = (bytesInUse() - before) / workload.users.length;
  const ask = (at: number): boolean => {
    const { user, action, namespace } = queries[at] as Query;
    return enforce(enforcer, workload, user, action, namespace);
  };
  const count = workload.size === "S" ? 2_000 : 300;
  for (let at = 0; at < count; at++) {
    tally.checked++;
    if (ask(at) !== queries[at]?.allowed) tally.mismatches++;
  }
  notes.push(`node-casbin: ${count} questions`);
  const each = measureThroughput({ casbin: ask }, count, 3);
  const decisionNs = Math.min(...each.casbin);
  const nothing = { listUs: null, whoCanUs: null, editUs: null };
  return [{ engine: "node-casbin", decisionNs, p99Us: measureP99(ask, count), ...nothing, bytesPerPrincipal: bytes }];
}
