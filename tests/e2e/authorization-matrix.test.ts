// Every RPC asked by every predefined role for its own, for others' and for what is not there: of the stage that decides,
// all of them; of the running control plane, whoever stands near a border.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { CloudService } from "@remit/protocol";
import { rpcRoleFacts } from "../../packages/policy/test-kit/facts.ts";
import { startPlane } from "../harness/control-plane.ts";
import { sharePrepared } from "../rpcs/prepared-for-file.ts";
import { isMutation } from "../rpcs/press.ts";
import { methodOf } from "../rpcs/tell.ts";
import type { Answer } from "../rpcs/voices.ts";
import { type MatrixCaller, makeCallers } from "./authorization/callers.ts";
import { type Case, casesOf, unclassified } from "./authorization/cases.ts";
import { deviations } from "./authorization/deviations.ts";
import { expectVerdict, type Verdict } from "./authorization/expect.ts";
import { openStage } from "./authorization/stage.ts";
import { makeWorld, type World } from "./authorization/world.ts";

const rpcs = CloudService.methods.map(({ name }) => name);
/** Each may much in one place and little elsewhere. */
const nearBorders = ["account developer", "namespace admin", "project write"];

interface Prepared {
  readonly world: World;
  readonly callers: readonly MatrixCaller[];
  /** RPC → what was answered over the wire otherwise than expected. */
  readonly surprises: ReadonlyMap<string, readonly string[]>;
  readonly stage: Awaited<ReturnType<typeof openStage>>;
}

async function prepare(temporalAddress: string, stack: AsyncDisposableStack): Promise<Prepared> {
  const directory = mkdtempSync(join(tmpdir(), "remit-matrix-"));
  stack.defer(() => rmSync(directory, { recursive: true, force: true }));
  const surprises = new Map<string, string[]>();
  const plane = await startPlane({ temporalAddress, store: { kind: "pglite", directory } });
  let world: World;
  let callers: MatrixCaller[];
  try {
    world = await makeWorld(plane);
    callers = await makeCallers(plane, world.own.namespace, world.own.project_id);
    for (const rpc of rpcs) surprises.set(rpc, await askPlane(rpc, world, callers));
  } finally {
    await plane[Symbol.asyncDispose]();
  }
  return { world, callers, surprises, stage: await openStage(directory, stack) };
}

async function askPlane(rpc: string, world: World, callers: readonly MatrixCaller[]): Promise<string[]> {
  const surprises: string[] = [];
  for (const caller of callers.filter(({ kind, role }) => nearBorders.includes(`${kind} ${role}`))) {
    for (const asked of casesOf(rpc, world, caller)) {
      const answer = await caller.voice(methodOf(rpc), asked.request);
      const problem = compareAnswer(rpc, expectVerdict(rpc, caller, asked, "answer"), answer, asked);
      if (problem !== "") surprises.push(`${caller.kind} ${caller.role}, ${asked.what}: ${problem}`);
    }
  }
  return surprises;
}

function compareAnswer(rpc: string, expected: Verdict, answer: Answer, { whose }: Case): string {
  const { code, message } = "code" in answer ? answer : { code: "", message: "accepted" };
  if (["Unauthenticated", "Internal", "Unknown"].includes(code)) return `${code}: ${message}`;
  // A request that changes something would spoil what the next one is asked for, and what it shows.
  if (code === "" && isMutation(rpc)) return "a change was made";
  const verdict: Verdict = code === "PermissionDenied" ? "refused" : code === "NotFound" ? "gone" : "allowed";
  // Who may call for what stands in the account as a whole may also hear that it is not there; of sinks, which go by
  // names, none is named here.
  const isAbsent = whose === "missing" || rpc.endsWith("Sink");
  const same = verdict === expected || (verdict === "gone" && expected === "allowed" && isAbsent);
  return same ? "" : `expected ${expected}: ${code} ${message}`;
}

describe("the matrix of RPCs and roles", () => {
  const afterwards = sharePrepared("has a principal for each role, and things for it", prepare);

  it("has the published roles of each RPC", () => assert.deepEqual(Object.keys(rpcRoleFacts).sort(), rpcs.toSorted()));

  it("knows each id field of each request", () => {
    const unknown = rpcs.flatMap((rpc) => unclassified(rpc).map((field) => `${rpc}.${field}`));
    assert.deepEqual(unknown, []);
  });

  it("has no deviation for an RPC that does not exist", () => {
    const named = deviations.flatMap(({ rpcs: of }) => of);
    const unknown = named.filter((rpc) => !rpcs.includes(rpc));
    assert.deepEqual(unknown, []);
  });

  for (const rpc of rpcs) {
    afterwards(
      `lets the roles call ${rpc} that may, for what they may`,
      async ({ world, callers, stage, surprises }) => {
        const problems: string[] = [];
        for (const caller of callers) {
          for (const asked of casesOf(rpc, world, caller)) {
            const expected = expectVerdict(rpc, caller, asked, "stage");
            const verdict = await stage(rpc, caller.userId, asked.request);
            if (verdict !== expected)
              problems.push(`${caller.kind} ${caller.role}, ${asked.what}: ${verdict}, expected ${expected}`);
          }
        }
        assert.deepEqual(problems, []);
        assert.deepEqual(surprises.get(rpc), []);
      },
    );
  }
});
