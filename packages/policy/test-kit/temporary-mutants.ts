// Mistakes in what holds for a time: access to a Namespace, a role on a project, a custom role.
import type { Mutant } from "./with-mutant.ts";

/** Mistakes about the end of one kind of access; `given` is its name in compiled/implied.ts. */
function endMutants(given: string, what: string): Mutant[] {
  const find = "if (!(now < expiryAt(data, at))) continue;";
  return [
    {
      mistake: `ignores when ${what} ends`,
      file: "check.ts",
      find,
      replace: `if (givenAt(data, at) !== ${given} && !(now < expiryAt(data, at))) continue;`,
    },
    {
      mistake: `lets ${what} last one moment too long`,
      file: "check.ts",
      find,
      replace: `if (now > expiryAt(data, at) || (givenAt(data, at) !== ${given} && now === expiryAt(data, at))) continue;`,
    },
    {
      mistake: `lists what ${what} gave, after its end`,
      file: "compiled/implied.ts",
      find: "if (now < expiryAt(data, grant)) visit",
      replace: `if (givenAt(data, grant) === ${given} || now < expiryAt(data, grant)) visit`,
    },
  ];
}

export const temporaryMutants: readonly Mutant[] = [
  ...endMutants("GIVES_NAMESPACE", "temporary access to a Namespace"),
  ...endMutants("GIVES_PROJECT", "a temporary role on a project"),
  ...endMutants("GIVES_ROLE", "a temporary custom role"),
  {
    mistake: "takes a temporary role on one project for one on every project",
    file: "check.ts",
    find: "if (number !== project) continue;",
    replace: "",
  },
  {
    mistake: "leaves what a temporary custom role names out of lists",
    file: "list-allowed.ts",
    find: "if (role !== 0) markNamedByRole(walk, role);\n    }\n  });",
    replace: "}\n  });",
  },
  {
    mistake: "leaves what a temporary custom role gives everywhere out of lists",
    file: "list-allowed.ts",
    find: "gives === GIVES_ROLE ? (roles[number] ?? 0) : 0",
    replace: "0",
  },
  {
    mistake: "leaves what lies in the project of a temporary role out of lists",
    file: "list-allowed.ts",
    find: "markInProject(snapshot, type, number, walk.marks);",
    replace: "{}",
  },
  {
    mistake: "names as those who can everyone who was ever given it for a time",
    file: "who-can.ts",
    find: "if (holds(holder)) mark(marks, holder);",
    replace: "mark(marks, holder);",
  },
  {
    mistake: "does not name as those who can the holders of a temporary custom role",
    file: "who-can.ts",
    find: "markIfHeld(holders.impliedRole, role);",
    replace: "",
  },
  {
    mistake: "does not name as those who can the holders of a temporary project role",
    file: "who-can.ts",
    find: "markIfHeld(holders.impliedProject, project);",
    replace: "",
  },
];
