// Mistakes in decisions, lists and holders, but for those in what holds for a time.
import type { Mutant } from "./with-mutant.ts";

export const decisionMutants: readonly Mutant[] = [
  {
    mistake: "lets inactive principals act",
    file: "check.ts",
    find: "if (!record || !((snapshot.arena.data[record] as number) & ACTIVE)) return false;",
    replace: "if (!record) return false;",
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
    find: "keepOnly(walk.marks, liveOf(snapshot, walk.type).marks);",
    replace: "",
  },
  {
    mistake: "takes what one group may do with all of a type for nothing",
    file: "list-allowed.ts",
    find: "started?.records.some(",
    replace: "started?.records.every(",
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
    find: "roles: withValue(snapshot.roles, number, offset),",
    replace: "roles: withValue(snapshot.roles, number, snapshot.roles[number] || offset),",
  },
  {
    mistake: "changes the snapshot that a change is made from",
    file: "apply.ts",
    find: "const next = copyTable(table ?? new Int32Array(0), number + 1);",
    replace: "const next = table && number < table.length ? table : copyTable(table ?? new Int32Array(0), number + 1);",
  },
];
