// One row of the matrix: its texts, its owners, and what they need.
import { findPermission } from "@remit/policy";
import { evidenceNames } from "../evidence/providers.ts";
import type { Link, Ownership, Responsibility } from "../model.ts";
import { levelNames, refuseOperation } from "../operations.ts";
import type { Loose } from "./input.ts";
import { matrixLimits as limits } from "./limits.ts";
import { readList, readNames } from "./lists.ts";
import { at, note, noteUnknown, type Place, quoteShort } from "./problem.ts";
import { readUrl } from "./urls.ts";
import { readId, readOneOf, readOptionalId, readText } from "./values.ts";

/** What a row may refer to. */
export interface KnownNames {
  readonly kinds: readonly string[];
  readonly categories: readonly string[];
  readonly goLinks: readonly string[];
}

export function readResponsibility(
  place: Place,
  input: Loose<Responsibility>,
  { kinds, categories, goLinks }: KnownNames,
): Responsibility {
  const { category = "", goLink = "" } = input;
  if (!categories.includes(category)) noteUnknown(at(place, "category"), "category", category, categories);
  if (goLink !== "" && !goLinks.includes(goLink)) noteUnknown(at(place, "goLink"), "go-link", goLink, goLinks);
  return {
    id: readId(at(place, "id"), input.id),
    category,
    name: readText(at(place, "name"), input.name, { required: true }),
    description: readText(at(place, "description"), input.description, { max: limits.description, lines: true }),
    owners: readOwners(at(place, "owners"), input.owners ?? {}, kinds),
    goLink,
    links: readList(at(place, "links"), input.links, limits.links, readLink),
    evidence: readNames(at(place, "evidence"), input.evidence, limits.evidence, readEvidence),
    hidden: input.hidden ?? false,
  };
}

function readEvidence(place: Place, name: string): string {
  if (!evidenceNames.includes(name)) noteUnknown(place, "evidence", name, evidenceNames);
  return name;
}

function readLink(place: Place, { title, url }: Loose<Link>): Link {
  return {
    title: readText(at(place, "title"), title),
    url: readUrl(at(place, "url"), url, { required: true }),
  };
}

function readOwners(
  place: Place,
  input: NonNullable<Loose<Responsibility>["owners"]>,
  kinds: readonly string[],
): Responsibility["owners"] {
  const entries = Object.entries(input);
  if (entries.length > limits.kinds)
    note(place, `must have at most ${limits.kinds} entries, and has ${entries.length}`);
  const owners = entries.slice(0, limits.kinds).map(([kind, ownership]) => {
    if (!kinds.includes(kind)) noteUnknown(at(place, kind), "kind of team", kind, kinds);
    return [kind, readOwnership(at(place, kind), ownership ?? {})] as const;
  });
  noteUnclear(
    place,
    owners.map(([, ownership]) => ownership),
  );
  return Object.fromEntries(owners);
}

function readOwnership(place: Place, input: Loose<Ownership>): Ownership {
  const share = readOneOf(at(place, "share"), input.share, ["responsible", "shared"], "responsible");
  return {
    share,
    part: readText(at(place, "part"), input.part, { required: share === "shared" }),
    team: readOptionalId(at(place, "team"), input.team),
    operations: readNames(at(place, "operations"), input.operations, limits.operations, readOperation),
  };
}

/** One kind answers alone, or several share and each says its part: otherwise nobody knows whom to ask. */
function noteUnclear(place: Place, owners: readonly Ownership[]): void {
  const alone = owners.some(({ share }) => share === "responsible");
  if (alone && owners.length > 1) {
    note(place, 'only one kind can be "responsible"; where several are, each is "shared" and says its part');
  }
  if (!alone && owners.length === 1) note(place, '"shared" needs at least two owners; one alone is "responsible"');
}

function readOperation(place: Place, name: string): string {
  // Asked cheaply first: saying why not means looking for what may have been meant.
  const permission = findPermission(name);
  if (levelNames.includes(name) || (permission !== undefined && !permission.inert)) return name;
  note(place, () =>
    name.length > limits.name
      ? `must have at most ${limits.name} characters`
      : (refuseOperation(name) ?? `${quoteShort(name)} cannot be named here`),
  );
  return name;
}
