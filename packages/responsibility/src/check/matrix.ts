// The matrix as a whole: every list of it, and what in it refers to what.
import { type AccountRole, accountRolesWeakestFirst } from "@remit/policy";
import type { Baseline, Category, FrameworkQuestion, GoLink, Matrix, RequestRules, TeamKind } from "../model.ts";
import type { Loose, MatrixInput } from "./input.ts";
import { matrixLimits as limits, requestDefaults } from "./limits.ts";
import { noteRepeats, readList } from "./lists.ts";
import { at, collectProblems, note, noteUnknown, type Place, type Problem } from "./problem.ts";
import { readResponsibility } from "./responsibility.ts";
import { readGoLinkTarget } from "./urls.ts";
import { readId, readNumber, readOneOf, readText } from "./values.ts";

/**
 * The matrix that the input means, and all that is wrong with it. Paths begin at the matrix. The result has its type
 * whatever came in, but means something only without problems.
 */
export function checkMatrix(input: MatrixInput): { matrix: Matrix; problems: readonly Problem[] } {
  const [matrix, problems] = collectProblems((top) => readMatrix(top, input));
  return { matrix, problems };
}

function readMatrix(top: Place, input: MatrixInput): Matrix {
  const organization = readText(at(top, "organization"), input.organization);
  const kinds = readList(at(top, "kinds"), input.kinds, limits.kinds, readKind);
  if (kinds.length === 0) note(at(top, "kinds"), "must have at least one kind of team");
  const categories = readList(at(top, "categories"), input.categories, limits.categories, readCategory);
  const goLinks = readList(at(top, "goLinks"), input.goLinks, limits.goLinks, readGoLink);
  const known = { kinds: idsOf(kinds), categories: idsOf(categories), goLinks: goLinks.map(({ name }) => name) };
  const responsibilities = readList(
    at(top, "responsibilities"),
    input.responsibilities,
    limits.responsibilities,
    (place, row) => readResponsibility(place, row, known),
  );
  const framework = readList(at(top, "framework"), input.framework, limits.questions, (place, question) =>
    readQuestion(place, question, known.kinds),
  );
  noteRepeats(at(top, "kinds"), known.kinds, ["id"]);
  noteRepeats(at(top, "categories"), known.categories, ["id"]);
  noteRepeats(at(top, "responsibilities"), idsOf(responsibilities), ["id"]);
  noteRepeats(at(top, "framework"), idsOf(framework), ["id"]);
  noteRepeats(at(top, "goLinks"), known.goLinks, ["name"]);
  const baseline = readBaseline(at(top, "baseline"), input.baseline ?? {});
  const requests = readRequests(at(top, "requests"), input.requests ?? {}, responsibilities);
  return { organization, kinds, categories, responsibilities, framework, goLinks, baseline, requests };
}

const idsOf = (things: readonly { readonly id: string }[]): string[] => things.map(({ id }) => id);

function readKind(place: Place, { id, title, description, scope }: Loose<TeamKind>): TeamKind {
  return {
    id: readId(at(place, "id"), id),
    title: readText(at(place, "title"), title, { required: true }),
    description: readText(at(place, "description"), description, { max: limits.description, lines: true }),
    scope: readOneOf(at(place, "scope"), scope, ["account", "namespaces"], "namespaces"),
  };
}

function readCategory(place: Place, { id, title }: Loose<Category>): Category {
  return { id: readId(at(place, "id"), id), title: readText(at(place, "title"), title, { required: true }) };
}

function readGoLink(place: Place, { name, url, title }: Loose<GoLink>): GoLink {
  return {
    name: readId(at(place, "name"), name),
    url: readGoLinkTarget(at(place, "url"), url),
    title: readText(at(place, "title"), title),
  };
}

const subjects: readonly FrameworkQuestion["subject"][] = ["", "several-namespaces", "application", "account-admin"];

function readQuestion(
  place: Place,
  { id, question, kind = "", subject }: Loose<FrameworkQuestion>,
  kinds: readonly string[],
): FrameworkQuestion {
  if (!kinds.includes(kind)) noteUnknown(at(place, "kind"), "kind of team", kind, kinds);
  return {
    id: readId(at(place, "id"), id),
    question: readText(at(place, "question"), question, { required: true, max: limits.description }),
    kind,
    subject: readOneOf(at(place, "subject"), subject, subjects, ""),
  };
}

/** The floor is what nobody is asked about; with these in it nothing would be left to ask about. */
const neverAFloor: readonly AccountRole[] = ["owner", "admin"];

function readBaseline(place: Place, { floorRole }: Loose<Baseline>): Baseline {
  const allowed = accountRolesWeakestFirst.filter((role) => !neverAFloor.includes(role));
  return { floorRole: readOneOf(at(place, "floorRole"), floorRole, ["", ...allowed], "") };
}

function readRequests(place: Place, input: Loose<RequestRules>, rows: Matrix["responsibilities"]): RequestRules {
  return {
    access: readDeciding(at(place, "access"), input.access, rows),
    namespaces: readDeciding(at(place, "namespaces"), input.namespaces, rows),
    approvals: readNumber(at(place, "approvals"), input.approvals, 2, requestDefaults.approvals),
    maxHours: readNumber(at(place, "maxHours"), input.maxHours, limits.requestHours, requestDefaults.maxHours),
  };
}

/** The row whose owners decide; empty when such requests are not taken. */
function readDeciding(place: Place, id = "", rows: Matrix["responsibilities"]): string {
  if (id === "") return id;
  const row = rows.find((each) => each.id === id);
  if (row === undefined) noteUnknown(place, "responsibility", id, idsOf(rows));
  else if (row.hidden) note(place, `${id} is hidden, so nobody would decide`);
  else if (Object.keys(row.owners).length === 0) note(place, `${id} has no owner, so nobody would decide`);
  return id;
}
