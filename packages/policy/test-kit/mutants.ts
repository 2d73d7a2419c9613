// Broken copies of the core. Each is the source with one small mistake, of the kind that has been made elsewhere; the
// tests are good only if they notice every one of them.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Core } from "./differential.ts";

/** One mistake: `find` occurs exactly once in the file, under src/, and becomes `replace`. */
export interface Mutant {
  readonly mistake: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Mistakes in decisions. */
export const decisionMutants: readonly Mutant[] = [
  {
    mistake: "lets inactive principals act",
    file: "check.ts",
    find: "if (!record || !((snapshot.arena.data[record] as number) & ACTIVE)) return false;",
    replace: "if (!record) return false;",
  },
  {
    mistake: "ignores when access ends",
    file: "check.ts",
    find: "if (data[at] !== target || now >= expiryAt(data, at)) continue;",
    replace: "if (data[at] !== target) continue;",
  },
  {
    mistake: "lets access last one moment too long",
    file: "check.ts",
    find: "now >= expiryAt(data, at)",
    replace: "now > expiryAt(data, at)",
  },
  {
    mistake: "forgets groups",
    file: "check.ts",
    find: "if (groupAt === groupsEnd) return false;",
    replace: "return false;",
  },
  {
    mistake: "looks at the first group only",
    file: "check.ts",
    find: "if (groupAt === groupsEnd) return false;",
    replace: "if (groupAt === groupsEnd || groupAt > first + RECORD_HEADER) return false;",
  },
  {
    mistake: "stops at a group that is gone",
    file: "check.ts",
    find: "} while (!record);",
    replace: "if (!record) return false;\n} while (!record);",
  },
  {
    mistake: "compares ids without case",
    file: "compiled/ids.ts",
    find: "const known = table.numbers.get(id);",
    replace: "const known = table.numbers.get(id) ?? table.numbers.get(id.toLowerCase());",
  },
  {
    mistake: "compares ids by their Unicode normal form",
    file: "compiled/ids.ts",
    find: "const known = table.numbers.get(id);",
    replace: 'const known = table.numbers.get(id) ?? table.numbers.get(id.normalize("NFC"));',
  },
  {
    mistake: "matches ids by prefix",
    file: "compiled/ids.ts",
    find: "const known = table.numbers.get(id);",
    replace:
      "const known = table.numbers.get(id) ?? table.numbers.get(table.names.find((name) => name.startsWith(id)) ?? id);",
  },
  {
    mistake: "ignores that a project contains its resources",
    file: "compiled/snapshot.ts",
    find: "const project = place - PLACE_OFFSET;\n  return placeOf(",
    replace: "const project = -1;\n  return placeOf(",
  },
  {
    mistake: "takes a project that is gone for a parent",
    file: "compiled/snapshot.ts",
    find: "return placeOf(snapshot, PROJECTS, project) === ABSENT ? -1 : project;",
    replace: "return project;",
  },
  {
    mistake: "ignores whether the resource exists",
    file: "check.ts",
    find: "if (!((snapshot.places[type] as Int32Array)[target] as number)) return false;",
    replace: "",
  },
  {
    mistake: "gives every level what an admin has",
    file: "check.ts",
    find: "if (entry >>> 2 === target && levelHolds[(entry & 3) * size + operation] === 1) return true;",
    replace: "if (entry >>> 2 === target && levelHolds[3 * size + operation] === 1) return true;",
  },
  {
    mistake: "gives a level on one Namespace on its neighbours too",
    file: "check.ts",
    find: "if (entry >>> 2 === target && levelHolds",
    replace: "if (entry >>> 3 === target >>> 1 && levelHolds",
  },
  {
    mistake: "lets the actions of a role reach the resources of all its entries",
    file: "compiled/pack-role.ts",
    find: "known === undefined || known === added ? added : unionOf(named, known, added)",
    replace:
      "unionOf(named, known ?? added, numberOfSet(named, named.sets.reduce((all, one) => all.map((word, at) => word | (one[at] as number)))))",
  },
  {
    mistake: "forgets what an earlier entry gave on the same resource",
    file: "compiled/pack-role.ts",
    find: "known === undefined || known === added ? added : unionOf(named, known, added)",
    replace: "added",
  },
  {
    mistake: "takes an entry without ids for all of the type",
    file: "compiled/pack-role.ts",
    find: "if (entry.allowAll ||",
    replace: "if (entry.allowAll || entry.resourceIds.length === 0 ||",
  },
  {
    mistake: "takes any account id for this account",
    file: "compiled/pack-role.ts",
    find: "(type === ACCOUNTS && entry.resourceIds.includes(account))",
    replace: "type === ACCOUNTS",
  },
  {
    mistake: "does not let a grant on the account reach the projects",
    file: "compiled/pack-role.ts",
    find: "type === ACCOUNTS ? valid : type === PROJECTS",
    replace: "type === PROJECTS",
  },
  {
    mistake: "lets a grant on all projects reach the account",
    file: "compiled/pack-role.ts",
    find: "type === PROJECTS ? valid & PROJECT_TYPES",
    replace: "type === PROJECTS ? valid",
  },
  {
    mistake: "lets stored roles carry what cannot be granted",
    file: "compiled/vocabulary.ts",
    find: "source.operations[operation]?.grantable &&",
    replace: "source.operations[operation] &&",
  },
  {
    mistake: "gives somebody what no call leads to",
    file: "compiled/vocabulary.ts",
    find: "if (row.inert) return 0;",
    replace: "",
  },
  {
    mistake: "lets service accounts be members of groups",
    file: "compile.ts",
    find: 'principal.kind === "user" ? principal.groups : []',
    replace: "principal.groups",
  },
  {
    mistake: "forgets implied grants",
    file: "compiled/records.ts",
    find: "access.projects.length + access.implied.length > 0 ? HAS_MORE : 0",
    replace: "access.projects.length > 0 ? HAS_MORE : 0",
  },
  {
    mistake: "gives Global Admin the owner's own operations",
    file: "roles/account-roles.ts",
    find: "owner.filter((operation) => !ownerOnly.test(operation))",
    replace: "owner",
  },
  {
    mistake: "leaves the groups out of lists",
    file: "list-allowed.ts",
    find: "if (group !== 0) records.push(group);",
    replace: "",
  },
  {
    mistake: "lists resources that are gone",
    file: "list-allowed.ts",
    find: "keepOnly(walk.marks, liveOf(snapshot, wanted).marks);",
    replace: "",
  },
  {
    mistake: "names inactive principals as those who can",
    file: "compile.ts",
    find: "principalHolders: buildHolders(arena.data, principals, ACTIVE),",
    replace: "principalHolders: buildHolders(arena.data, principals, 0),",
  },
  {
    mistake: "keeps former holders in the lists after a change",
    file: "compiled/holders.ts",
    find: "if (!held.has(name)) next[family]",
    replace: "if (false) next[family]",
  },
  {
    mistake: "keeps the old definition of an edited role",
    file: "apply.ts",
    find: "const roles = withValue(snapshot.roles, number, offset);",
    replace: "const roles = withValue(snapshot.roles, number, snapshot.roles[number] || offset);",
  },
  {
    mistake: "changes the snapshot that a change is made from",
    file: "apply.ts",
    find: "const next = copyTable(table ?? new Int32Array(0), number + 1);",
    replace: "const next = table && number < table.length ? table : copyTable(table ?? new Int32Array(0), number + 1);",
  },
];

/** Mistakes in the cover rule. */
export const coverMutants: readonly Mutant[] = [
  {
    mistake: "looks at the first grant only",
    file: "cover.ts",
    find: "return wanted.filter((grant) => {",
    replace: "return wanted.slice(0, 1).filter((grant) => {",
  },
  {
    mistake: "lets anyone add themselves to an owners' group",
    file: "cover.ts",
    find: "return diffGrants(null, accessOfGroup(snapshot, groupId), snapshot);",
    replace: "return { ...diffGrants(null, accessOfGroup(snapshot, groupId), snapshot), ownerOnly: false };",
  },
  {
    mistake: "does not ask what a group holds before someone joins it",
    file: "cover.ts",
    find: "return diffGrants(null, accessOfGroup(snapshot, groupId), snapshot);",
    replace: "return diffGrants(null, null, snapshot);",
  },
  {
    mistake: "lets anyone make a key for a stronger service account",
    file: "cover.ts",
    find: "return { given: grants, taken: [], changed: grants, ownerOnly };",
    replace: "return { given: [], taken: [], changed: [], ownerOnly };",
  },
  {
    mistake: "lets an admin make a key for an owner's service account",
    file: "cover.ts",
    find: "return { given: grants, taken: [], changed: grants, ownerOnly };",
    replace: "return { given: grants, taken: [], changed: grants, ownerOnly: false };",
  },
  {
    mistake: "takes a suspended account for one without authority",
    file: "grants.ts",
    find: "const sources = sourcesInWaiting(snapshot, principalId, now);",
    replace: "const sources = sourcesOfPrincipal(snapshot, principalId, now);",
  },
  {
    mistake: "lets people widen a role that they hold",
    file: "cover.ts",
    find: "const wanted = after ? grantsOfRole(after, snapshot) : [];",
    replace: "const wanted: Grant[] = [];",
  },
  {
    mistake: "asks no cover for what is taken away",
    file: "cover.ts",
    find: "changed: [...given, ...taken]",
    replace: "changed: given",
  },
  {
    mistake: "takes a list of every id for all of the type",
    file: "cover.ts",
    find: "if (same && lastsAsLong(same, grant)) return false;",
    replace:
      'if (same && lastsAsLong(same, grant)) return false;\nif (grant.scope.kind === "all" && held.filter((one) => one.operation === grant.operation).length > 2) return false;',
  },
  {
    mistake: "lets temporary access make itself permanent",
    file: "cover.ts",
    find: "return (wanted.expiresAt ?? Number.POSITIVE_INFINITY) <= heldUntil;",
    replace: "return true;",
  },
  {
    mistake: "lets a suspended actor grant",
    file: "sources.ts",
    find: "if (number === undefined || recordsOfPrincipal(snapshot, number).length === 0) return [];",
    replace: "if (number === undefined) return [];",
  },
  {
    mistake: "leaves Finance Admin to Global Admins",
    file: "roles/account-roles.ts",
    find: 'new Set<AccountRole>(["owner", "finance_admin"])',
    replace: 'new Set<AccountRole>(["owner"])',
  },
  {
    mistake: "lets an owner be demoted by anyone who covers the role",
    file: "cover.ts",
    find: "return from !== to && (isOwnerOnly(from) || isOwnerOnly(to));",
    replace: "return from !== to && isOwnerOnly(to);",
  },
  {
    mistake: "takes a project for all projects",
    file: "cover.ts",
    find: "return scopeKey(held) === scopeKey(wanted);",
    replace: "return held.kind === wanted.kind;",
  },
  {
    mistake: "takes all of one type for all of a wider one",
    file: "cover.ts",
    find: "return asked !== 0 && (asked & ~typesBelow(typeNumber(held.type))) === 0;",
    replace: "return true;",
  },
];

const source = fileURLToPath(new URL("../src/", import.meta.url));

/** Loads a broken copy of the core, hands it to `use` and removes it. Throws when the mistake no longer applies. */
export async function withMutant<T>({ mistake, file, find, replace }: Mutant, use: (core: Core) => T): Promise<T> {
  const text = readFileSync(join(source, file), "utf8");
  if (text.split(find).length !== 2) throw new Error(`"${mistake}": its place in ${file} is not found exactly once`);
  const folder = mkdtempSync(join(tmpdir(), "policy-mutant-"));
  try {
    cpSync(source, folder, { recursive: true, filter: (path) => !path.endsWith(".test.ts") });
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(
      join(folder, file),
      text.replace(find, () => replace),
    );
    return use((await import(pathToFileURL(join(folder, "index.ts")).href)) as Core);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
