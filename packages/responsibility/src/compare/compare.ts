// What was tailored: two matrices, or two sets of teams, and all in which they differ.
import type { Category, FrameworkQuestion, GoLink, Matrix, Responsibility, Team, TeamKind } from "../model.ts";
import type { Difference } from "./difference.ts";
import { diffFields } from "./fields.ts";
import { diffPlaces, type Placed } from "./moves.ts";
import { diffThings, type Sort } from "./things.ts";

/** Nothing exactly when both mean the same. Neither may have an id twice. */
export function compareMatrix(before: Matrix, after: Matrix): readonly Difference[] {
  return [
    ...compareSettings(before, after),
    ...diffThings(before.kinds, after.kinds, kindSort),
    ...diffPlaces("kind", before.kinds.map(placeTitled), after.kinds.map(placeTitled)),
    ...diffThings(before.categories, after.categories, categorySort),
    ...diffPlaces("category", before.categories.map(placeTitled), after.categories.map(placeTitled)),
    ...diffThings(before.responsibilities, after.responsibilities, rowSort),
    ...diffPlaces("responsibility", before.responsibilities.map(placeRow), after.responsibilities.map(placeRow)),
    ...diffThings(before.framework, after.framework, questionSort),
    ...diffPlaces("question", before.framework.map(placeQuestion), after.framework.map(placeQuestion)),
    ...diffThings(before.goLinks, after.goLinks, goLinkSort),
  ];
}

/** Nothing exactly when both mean the same; the order of teams means nothing. */
export const compareTeams = (before: readonly Team[], after: readonly Team[]): readonly Difference[] =>
  diffThings(before, after, teamSort);

function compareSettings(before: Matrix, after: Matrix): readonly Difference[] {
  const settings = ({ organization, baseline, requests }: Matrix) => ({ organization, baseline, requests });
  const fields = diffFields(settings(before), settings(after));
  return fields.length === 0 ? [] : [{ change: "changed", what: "settings", id: "", name: "", fields }];
}

const titled = { id: ({ id }: Titled) => id, name: ({ title }: Titled) => title, content: (thing: object) => thing };

type Titled = Pick<TeamKind | Category, "id" | "title">;

const kindSort: Sort<TeamKind> = { what: "kind", ...titled };
const categorySort: Sort<Category> = { what: "category", ...titled };

const rowSort: Sort<Responsibility> = {
  what: "responsibility",
  id: ({ id }) => id,
  name: ({ name }) => name,
  content: ({ category: _category, hidden: _hidden, ...content }) => content,
};

const questionSort: Sort<FrameworkQuestion> = {
  what: "question",
  id: ({ id }) => id,
  name: ({ question }) => question,
  content: (question) => question,
};

const goLinkSort: Sort<GoLink> = {
  what: "go-link",
  id: ({ name }) => name,
  name: ({ title }) => title,
  content: (goLink) => goLink,
};

const teamSort: Sort<Team> = {
  what: "team",
  id: ({ id }) => id,
  name: ({ name }) => name,
  content: (team) => team,
};

const placeTitled = ({ id, title }: Titled): Placed => ({ id, name: title, list: "" });
const placeRow = ({ id, name, category }: Responsibility): Placed => ({ id, name, list: category });
const placeQuestion = ({ id, question }: FrameworkQuestion): Placed => ({ id, name: question, list: "" });
