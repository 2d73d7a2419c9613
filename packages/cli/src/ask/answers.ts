// Whom to ask, from the server's answer or from our own, in one shape to print.
import type { AskResponse, AskResponse_Owner } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { type AskAnswer, checkTeam, contactOf, type Matrix, type Owner, template } from "@remit/responsibility";

export interface Answers {
  /** The best first. */
  readonly answers: readonly Answer[];
  /** For a person to answer when nothing is certain; a yes leads to the kind of team. */
  readonly framework: readonly { readonly question: string; readonly kind: string }[];
}

export interface Answer {
  /** Null when it follows from the framework, a Namespace or a team's name alone. */
  readonly row: { readonly id: string; readonly name: string } | null;
  readonly owners: readonly AnswerOwner[];
  readonly why: string;
}

export interface AnswerOwner {
  /** Empty: a team of the kind answers, but which one depends on the Namespace, or there is none. */
  readonly team: string;
  readonly kind: string;
  readonly share: string;
  readonly part: string;
  readonly contact: string;
  readonly link: string;
}

export const fromServer = ({ answers, framework }: AskResponse, kinds: readonly Titled[]): Answers => ({
  answers: answers.map(({ responsibility, owners, why }) => ({
    row: responsibility === undefined ? null : { id: responsibility.id, name: responsibility.name },
    owners: owners.map(fromWireOwner),
    why,
  })),
  framework: nameKinds(framework, kinds),
});

type Titled = Pick<Matrix["kinds"][number], "id" | "title">;

const nameKinds = (framework: Answers["framework"], kinds: readonly Titled[]): Answers["framework"] =>
  framework.map(({ question, kind }) => ({ question, kind: kinds.find(({ id }) => id === kind)?.title ?? kind }));

function fromWireOwner({ team, kind, share, part, link }: AskResponse_Owner): AnswerOwner {
  // What is wrong with a team is not asked here; the template gives the check kinds to compare with.
  const contact = team?.spec === undefined ? "" : contactOf(checkTeam(team.id, team.spec, template).team.contacts);
  return { team: team?.spec?.name ?? "", kind, share, part, contact, link };
}

export const fromHere = ({ answers, framework }: AskAnswer, { kinds }: Matrix): Answers => ({
  answers: answers.map(({ row, owners, why }) => ({
    row: row === null ? null : { id: row.id, name: row.name },
    owners: owners.map(fromOwner),
    why,
  })),
  framework: nameKinds(framework, kinds),
});

function fromOwner({ team, kind, share, part, link }: Owner): AnswerOwner {
  const contact = team === null ? "" : contactOf(team.contacts);
  // No server is at hand that would lead it anywhere, so it stands as people say it.
  return { team: team?.name ?? "", kind, share, part, contact, link: link.replace(/^\//, "") };
}
