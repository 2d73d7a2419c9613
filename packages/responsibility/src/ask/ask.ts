// Whom do I ask? What the question names outright (an operation, an RPC, a go-link, a Namespace, the whole name of a
// row) comes before what its words resemble. Every answer says what it follows from; where nothing matches well there
// is no answer but the decision framework, because a wrong team costs more than none.
import { isOperation } from "@remit/policy";
import type { FrameworkQuestion, Model, Responsibility, Team } from "../model.ts";
import { expandOperations } from "../operations.ts";
import { type Owner, ownersFor, ownersOfRow } from "../owners.ts";
import type { ResolvedTeams } from "../resolve.ts";
import { type AskDocument, documentsOf } from "./documents.ts";
import { decideFromFacts } from "./framework.ts";
import { createMentionReader, type Mentions, type Names } from "./mentions.ts";
import { createSearcher, type Hit, type Searcher } from "./search.ts";
import { isStopWord, wordsOf } from "./words.ts";

export interface AskQuestion {
  /** Free words, the name of a row or team, an operation, an RPC, a go-link, or the text of an error. */
  readonly query: string;
  /** Uids: what the question is about. Those that the query names are found there. */
  readonly namespaces?: readonly string[];
  /** What somebody wants to do; a name that is no operation is passed over. */
  readonly operation?: string;
  /** At most so many answers; 5 when absent or 0. */
  readonly limit?: number;
}

export interface AskAnswer {
  /** The best first; empty when nothing matches well. */
  readonly answers: readonly Answer[];
  /** What the question was understood to name: operations, and uids of Namespaces. */
  readonly operations: readonly string[];
  readonly namespaces: readonly string[];
  /** For a person to answer, when no answer is certain. */
  readonly framework: readonly FrameworkQuestion[];
}

export interface Answer {
  /** Null when the answer follows from the framework, from a Namespace or from a team's name alone. */
  readonly row: Responsibility | null;
  /** Whom to ask, the first first. */
  readonly owners: readonly Owner[];
  /** What matched, in words. */
  readonly why: string;
  /** Compared with other answers to the same question only. */
  readonly score: number;
}

/** Everything that answers are made from, prepared once. */
export interface PreparedAsk {
  readonly model: Model;
  readonly resolved: ResolvedTeams;
  readonly documents: readonly AskDocument[];
  /** Rows and teams are searched apart, so that how well rows are found does not depend on how many teams there are. */
  readonly rows: Searchable;
  readonly teams: Searchable;
  readonly readMentions: (query: string) => Mentions;
  /** Uid → name.account */
  readonly namespaceIds: ReadonlyMap<string, string>;
}

interface Searchable {
  readonly documents: readonly AskDocument[];
  readonly searcher: Searcher;
}

const noNames: Names = { namespaces: [], rpcs: new Map() };

/** What is named outright ranks above any resemblance, in this order. */
const scores = {
  wholeName: 4_000,
  framework: 3_000,
  goLink: 2_500,
  answersFor: 2_000,
  goLinkBeside: 1_500,
  namesOperation: 1_000,
  owns: 500,
};
/** An answer that covers less of the question than this is a guess, and the framework is offered beside it. */
const certainCoverage = 0.7;
const teamShare = 0.5;
const usualLimit = 5;
const highestLimit = 50;

/** Answers one question. Whoever asks many about the same model prepares once and calls `answerQuestion`. */
export function ask(model: Model, resolved: ResolvedTeams, question: AskQuestion, names: Names = noNames): AskAnswer {
  return answerQuestion(prepareAsk(model, resolved, names), question);
}

export function prepareAsk(model: Model, resolved: ResolvedTeams, names: Names = noNames): PreparedAsk {
  const documents = documentsOf(model);
  const rows = toSearchable(documents.filter(({ subject }) => subject.kind === "row"));
  const teams = toSearchable(documents.filter(({ subject }) => subject.kind === "team"));
  return {
    model,
    resolved,
    documents,
    rows,
    teams,
    readMentions: createMentionReader(names, ({ stem }) => rows.searcher.index.postings.has(stem)),
    namespaceIds: new Map(names.namespaces.map(({ uid, id }) => [uid, id])),
  };
}

function toSearchable(documents: readonly AskDocument[]): Searchable {
  const fields = documents.map((document) => document.fields);
  const keys = documents.map(({ key }) => key);
  return { documents, searcher: createSearcher(fields, keys) };
}

/** Answers one question; total on any text. */
export function answerQuestion(prepared: PreparedAsk, question: AskQuestion): AskAnswer {
  const mentions = prepared.readMentions(question.query);
  const { operation } = question;
  const asked = operation !== undefined && isOperation(operation) ? [operation] : [];
  const operations = unique([...asked, ...mentions.operations]);
  const namespaces = unique([...(question.namespaces ?? []), ...mentions.namespaces]);
  const about: About = { query: question.query, mentions, operations, namespaces };
  const resembling = byWords(prepared, about);
  const found = [
    ...byWholeName(prepared, about),
    ...byFramework(prepared, about),
    ...byGoLink(prepared, about),
    ...byOperation(prepared, about),
    ...byNamespace(prepared, about),
    ...resembling.map(({ candidate }) => candidate),
  ];
  const limit = Math.min(
    highestLimit,
    question.limit !== undefined && question.limit > 0 ? question.limit : usualLimit,
  );
  const answers = mergeByKey(found).slice(0, Math.ceil(limit));
  const certain = answers.some(({ score }) => score >= scores.owns) || resembling.some((one) => one.certain);
  return { answers, operations, namespaces, framework: certain ? [] : prepared.model.matrix.framework };
}

/** The question as it was understood. */
interface About {
  readonly query: string;
  readonly mentions: Mentions;
  readonly operations: readonly string[];
  readonly namespaces: readonly string[];
}

interface Candidate extends Answer {
  /** Answers of one key are one answer. */
  readonly key: string;
}

function byWholeName(prepared: PreparedAsk, about: About): Candidate[] {
  const wanted = nameKey(about.query);
  const named = prepared.documents.filter(({ name }) => wanted !== "" && nameKey(name) === wanted);
  return named.map((document) => toCandidate(prepared, about, document, scores.wholeName, "it is what you wrote"));
}

/** Several Namespaces are one team's matter whatever the words; an operation only where no row names it. */
function byFramework({ model, resolved }: PreparedAsk, { namespaces, operations }: About): Candidate[] {
  const decision = decideFromFacts(model.matrix, resolved, { namespaces, operation: operations[0] ?? null });
  if (decision === null || decision.teams.length === 0) return [];
  const { question, kind, why, teams } = decision;
  const score = question.subject === "several-namespaces" ? scores.framework : scores.owns;
  const owners = teams.map((team) => ownerByTeam(kind, team));
  return [{ key: `framework ${kind}`, row: null, owners, why: `${question.question} Yes: ${why}`, score }];
}

/** Beside an operation it is where a refusal leads everybody: what was refused says more. */
function byGoLink(prepared: PreparedAsk, about: About): Candidate[] {
  const score = about.operations.length > 0 ? scores.goLinkBeside : scores.goLink;
  return about.mentions.goLinks.flatMap((name) =>
    prepared.documents
      .filter(({ subject }) => subject.kind === "row" && subject.row.goLink === name)
      .map((document) => toCandidate(prepared, about, document, score, `go/${name} is its go-link`)),
  );
}

/** Who answers for the operation, then the other rows that name it. */
function byOperation(prepared: PreparedAsk, about: About): Candidate[] {
  const { model, resolved, documents } = prepared;
  const namespace = about.namespaces.length === 1 ? (about.namespaces[0] ?? null) : null;
  return about.operations.flatMap((operation) => {
    const rpc = about.mentions.rpcs.get(operation);
    const called = rpc === undefined ? operation : `${operation}, which ${rpc} asks for`;
    const naming = documents.filter(({ subject }) => subject.kind === "row" && namesOperation(subject.row, operation));
    const others = naming.map((document) =>
      toCandidate(prepared, about, document, scores.namesOperation, `its owner needs ${called}`),
    );
    const { row, team } = ownersFor(model, resolved, { operation, namespace });
    if (row === null) return others;
    const needs = Object.values(row.owners).some((side) => expandOperations(side.operations).has(operation));
    const why = needs ? `its owner needs ${called}` : `no row names ${called}; its owner decides requests for access`;
    const owners = ownersOfRow(model, resolved, row, about.namespaces);
    const first = owners.filter((owner) => owner.team !== null && owner.team === team);
    const ordered = [...first, ...owners.filter((owner) => !first.includes(owner))];
    return [{ key: `row ${row.id}`, row, owners: ordered, why, score: scores.answersFor }, ...others];
  });
}

/** By the operation's own name: most rows that name a level would be found by everything. */
function namesOperation(row: Responsibility, operation: string): boolean {
  return Object.values(row.owners).some(({ operations }) => operations.includes(operation));
}

/** The teams that own the Namespaces; below what the words find, unless there are no other words. */
function byNamespace(
  { resolved, namespaceIds }: PreparedAsk,
  { namespaces, mentions, operations }: About,
): Candidate[] {
  const alone =
    operations.length === 0 && wordsOf(mentions.rest).every(({ raw }) => isStopWord(raw) || raw === "namespace");
  return namespaces.flatMap((uid) =>
    (resolved.ownersOf.get(uid) ?? []).map(({ team, kind }) => ({
      key: `team ${team.id}`,
      row: null,
      owners: [ownerByTeam(kind.id, team)],
      why: `it owns ${namespaceIds.get(uid) ?? "the Namespace"}`,
      score: alone ? scores.owns : 0,
    })),
  );
}

/** Rows by their texts, and teams by their names: a row says more than a team that has a word of the question. */
function byWords(prepared: PreparedAsk, about: About): { readonly candidate: Candidate; readonly certain: boolean }[] {
  const { rows, teams } = prepared;
  const { rest } = about.mentions;
  const candidates = ({ documents }: Searchable, hits: readonly Hit[], share: number) =>
    hits.flatMap(({ document, score, coverage, why }) => {
      const found = documents[document];
      if (found === undefined) return [];
      const candidate = toCandidate(prepared, about, found, score * share, why);
      return [{ candidate, certain: coverage >= certainCoverage }];
    });
  return [
    // The name of a team in a question about a row is not missed there.
    ...candidates(rows, rows.searcher.search(rest, teams.searcher.index), 1),
    ...candidates(teams, teams.searcher.search(rest, null), teamShare),
  ];
}

function toCandidate(
  { model, resolved }: PreparedAsk,
  { namespaces }: About,
  { key, subject }: AskDocument,
  score: number,
  why: string,
): Candidate {
  if (subject.kind === "team") {
    return { key, row: null, owners: [ownerByTeam(subject.team.kind, subject.team)], why, score };
  }
  return { key, row: subject.row, owners: ownersOfRow(model, resolved, subject.row, namespaces), why, score };
}

function ownerByTeam(kind: string, team: Team): Owner {
  return { kind, share: "responsible", part: "", team, link: "" };
}

/** One answer for each thing, by its strongest reason, with all reasons told; the best first. */
function mergeByKey(candidates: readonly Candidate[]): Answer[] {
  const merged = new Map<string, Candidate>();
  for (const candidate of [...candidates].sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))) {
    const known = merged.get(candidate.key);
    if (known === undefined) merged.set(candidate.key, candidate);
    else if (!known.why.includes(candidate.why)) {
      merged.set(candidate.key, { ...known, why: `${known.why}; ${candidate.why}` });
    }
  }
  return [...merged.values()].map(({ row, owners, why, score }) => ({ row, owners, why, score }));
}

const nameKey = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, " ");
const unique = (names: readonly string[]): string[] => [...new Set(names)];
