// One team: who it is, what it owns, and how it is reached.
import type { Matrix, Owned, Tag, Team } from "../model.ts";
import { readContacts, readWorkingHours } from "./contacts.ts";
import type { Loose, TeamInput } from "./input.ts";
import { matrixLimits as limits } from "./limits.ts";
import { noteRepeats, readList, readNames } from "./lists.ts";
import { at, collectProblems, note, noteUnknown, type Place, type Problem } from "./problem.ts";
import { readId, readText } from "./values.ts";

/**
 * The team that the input means, and all that is wrong with it. Paths begin at the team, with its id as field "id".
 * Whether the teams that it names are there is for `checkModel` to say.
 */
export function checkTeam(id: string, input: TeamInput, matrix: Matrix): { team: Team; problems: readonly Problem[] } {
  const [team, problems] = collectProblems((top) => readTeam(top, id, input, matrix));
  return { team, problems };
}

function readTeam(top: Place, id: string, input: TeamInput, { kinds }: Matrix): Team {
  const { kind = "" } = input;
  const found = kinds.find((each) => each.id === kind);
  const owns = readOwned(at(top, "owns"), input.owns ?? {});
  if (found === undefined) {
    noteUnknown(
      at(top, "kind"),
      "kind of team",
      kind,
      kinds.map((each) => each.id),
    );
  } else if (found.scope === "account" && Object.values(owns).some((list) => list.length > 0)) {
    note(at(top, "owns"), `a team of kind ${kind} answers for the whole account, so it owns nothing by itself`);
  }
  return {
    id: readId(at(top, "id"), id),
    name: readText(at(top, "name"), input.name, { required: true }),
    kind,
    description: readText(at(top, "description"), input.description, { max: limits.description, lines: true }),
    groups: readNames(at(top, "groups"), input.groups, limits.groups, readName),
    serviceAccounts: readNames(at(top, "serviceAccounts"), input.serviceAccounts, limits.serviceAccounts, readName),
    owns,
    contacts: readContacts(at(top, "contacts"), input.contacts ?? {}),
    escalation: readEscalation(at(top, "escalation"), input.escalation, id),
    workingHours: readWorkingHours(at(top, "workingHours"), input.workingHours ?? {}),
  };
}

const readName = (place: Place, name: string): string => readText(place, name, { required: true });

function readOwned(place: Place, { namespaces, projects, tags }: Loose<Owned>): Owned {
  const read = {
    namespaces: readNames(at(place, "namespaces"), namespaces, limits.namespaces, readName),
    projects: readNames(at(place, "projects"), projects, limits.projects, readName),
    tags: readList(at(place, "tags"), tags, limits.tags, readTag),
  };
  const pairs = read.tags.map(({ key, value }) => JSON.stringify([key, value]));
  noteRepeats(at(place, "tags"), pairs, []);
  return read;
}

function readTag(place: Place, { key, value }: Loose<Tag>): Tag {
  return {
    key: readText(at(place, "key"), key, { required: true }),
    value: readText(at(place, "value"), value),
  };
}

function readEscalation(place: Place, input: readonly string[] | undefined, own: string): string[] {
  return readNames(place, input, limits.escalation, (entry, id) => {
    if (id === own) note(entry, "a team cannot be its own next one");
    return readId(entry, id);
  });
}
