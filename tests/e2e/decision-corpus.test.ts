// The decision corpus over the wire: every decision is asked of a running plane, by Explain and, where a read RPC is
// gated by just that operation, by the RPC; both must agree with the corpus and with the core.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Decision, decisionsOf, loadCorpus } from "../../packages/policy/test-kit/corpus.ts";
import { bootstrap } from "../../packages/server/src/resources/bootstrap.ts";
import { defaultLimits } from "../../packages/server/src/resources/limits.ts";
import { migrate } from "../../packages/server/src/store/database.ts";
import { openPGlite } from "../../packages/server/src/store/pglite.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { askExplain, askRpc } from "./corpus/ask.ts";
import { buildWorld, insertPlaces, type Keys, type Patch } from "./corpus/build.ts";
import { askCore, compileScene, withoutEnd } from "./corpus/core.ts";
import { type Ids, noIds, type Scene, toScenes } from "./corpus/names.ts";

const scenes = loadCorpus().flatMap(({ file, world, cases }, number) => toScenes(file, world, cases, number));
const built = new Map<Scene, { readonly ids: Ids; readonly keys: Keys }>();
const directory = mkdtempSync(join(tmpdir(), "remit-corpus-"));
let plane: TestPlane | undefined;

/** Every count is unlimited: ten worlds share one account. */
const limits = Object.fromEntries(
  Object.entries(defaultLimits).map(([name, value]) => [
    name,
    /Per(Account|Project|Principal|User)$/.test(name) ? 0 : value,
  ]),
);

const open = () => startPlane({ store: { kind: "pglite", directory }, limits });

async function patchStore(patches: readonly Patch[]): Promise<void> {
  const database = await openPGlite(directory);
  try {
    for (const patch of patches) await patch(database.db);
  } finally {
    await database.close();
  }
}

async function build(): Promise<TestPlane> {
  const patches: Patch[] = [];
  await patchStore([
    migrate,
    async (db) => {
      const { accountId } = await bootstrap(db, "owner@example.com", new Date());
      for (const scene of scenes) {
        const ids = noIds(accountId);
        await insertPlaces(db, scene, ids);
        built.set(scene, { ids, keys: new Map() });
      }
    },
  ]);
  {
    await using first = await open();
    for (const [scene, { ids }] of built) {
      const made = await buildWorld(first, scene, ids);
      patches.push(...made.patches);
      built.set(scene, { ids, keys: made.keys });
    }
  }
  await patchStore(patches);
  return open();
}

/** What the wire cannot be asked, or the product never makes. */
function isOutside({ world }: Scene, { principal, resource }: Decision): boolean {
  const holder = world.principals?.[principal];
  const groups = (holder?.groups ?? []).map((name) => world.groups?.[name]);
  // Only principals create Namespaces and get access for a time, never groups.
  if (groups.some((group) => group?.created !== undefined || group?.temporary !== undefined)) return true;
  // The store has temporary access to Namespaces only.
  if (holder?.temporary?.some((given) => !("namespace" in given))) return true;
  // The store holds nothing in a project that is gone.
  const { namespaces, endpoints, rules, projects = [] } = world;
  const project = { ...namespaces, ...endpoints, ...rules }[resource.id];
  if (project !== undefined && !projects.includes(project)) return true;
  // An empty id means the caller, or the account.
  return principal === "" || (resource.type === "accounts" && resource.id === "");
}

describe("the decision corpus over the wire", () => {
  before(async () => {
    plane = await build();
  });
  after(async () => {
    await plane?.[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });
  let explained = 0;
  let called = 0;

  for (const scene of scenes) {
    for (const one of scene.cases.filter(({ decisions }) => decisions !== undefined)) {
      it(`${scene.file}: ${one.promise}`, async () => {
        if (plane === undefined) throw new Error("the control plane did not start");
        const { ids, keys } = built.get(scene) ?? assert.fail("the world was not built");
        const snapshot = compileScene(scene, ids);
        const { as } = plane;
        // One connection for each principal, and not for each call.
        const callers = new Map([...keys].map(([name, key]) => [name, as(key)]));
        for (const decision of decisionsOf(scene.world, one).filter((each) => !isOutside(scene, each))) {
          const { principal, operation, resource, expect } = decision;
          const what = `${principal} ${operation} ${resource.type}/${resource.id}`;
          const { answer, reasons } = await askExplain(plane, scene, ids, decision);
          assert.equal(answer, expect, `Explain: ${what}`);
          const core = askCore(snapshot, scene, ids, decision);
          assert.equal(core.answer, expect, `core: ${what}`);
          assert.deepEqual(reasons.map(withoutEnd), core.reasons.map(withoutEnd), `reasons: ${what}`);
          explained += 1;
          const rpc = await askRpc(callers.get(principal) ?? null, scene, ids, decision);
          if (rpc === null) continue;
          assert.equal(rpc, expect, `the RPC: ${what}`);
          called += 1;
        }
      });
    }
  }

  it("asked at least 300 decisions, and a good part by real calls", (t) => {
    t.diagnostic(`${explained} decisions explained, ${called} also called`);
    assert.ok(explained >= 300, `${explained} decisions`);
    assert.ok(called >= 60, `${called} calls`);
  });
});
