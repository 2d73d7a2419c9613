// The model of responsibility as messages of remit.v1, with every part set. The other way is `checkMatrix` and
// `checkTeam` of @remit/responsibility, which take messages as they are.
import { create } from "@bufbuild/protobuf";
import type { Matrix, Responsibility, Team } from "@remit/responsibility";
import {
  type MatrixSpec,
  MatrixSpecSchema,
  type Responsibility as ResponsibilityMessage,
  ResponsibilitySchema,
  type TeamSpec,
  TeamSpecSchema,
} from "./gen/remit/v1/responsibility_pb.ts";

export const toRowSpec = (row: Responsibility): ResponsibilityMessage =>
  create(ResponsibilitySchema, {
    ...row,
    owners: Object.fromEntries(
      Object.entries(row.owners).map(([kind, owner]) => [kind, { ...owner, operations: [...owner.operations] }]),
    ),
    links: row.links.map((link) => ({ ...link })),
    evidence: [...row.evidence],
  });

export const toMatrixSpec = (matrix: Matrix): MatrixSpec =>
  create(MatrixSpecSchema, {
    ...matrix,
    kinds: matrix.kinds.map((kind) => ({ ...kind })),
    categories: matrix.categories.map((category) => ({ ...category })),
    responsibilities: matrix.responsibilities.map(toRowSpec),
    framework: matrix.framework.map((question) => ({ ...question })),
    goLinks: matrix.goLinks.map((link) => ({ ...link })),
    baseline: { ...matrix.baseline },
    requests: { ...matrix.requests },
  });

export const toTeamSpec = ({ id: _, ...team }: Team): TeamSpec =>
  create(TeamSpecSchema, {
    ...team,
    groups: [...team.groups],
    serviceAccounts: [...team.serviceAccounts],
    owns: {
      namespaces: [...team.owns.namespaces],
      projects: [...team.owns.projects],
      tags: team.owns.tags.map((tag) => ({ ...tag })),
    },
    contacts: { ...team.contacts },
    escalation: [...team.escalation],
    workingHours: { ...team.workingHours, days: [...team.workingHours.days] },
  });
