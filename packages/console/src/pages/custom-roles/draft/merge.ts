// Two people change one role at once. What they changed apart is put together; where they meet, nobody is overruled.
import { type DraftEntry, isSameScope, type RoleDraft } from "./role-draft.ts";

export interface Merge {
  readonly merged: RoleDraft;
  /** What the other one changed, in words. */
  readonly theirs: readonly string[];
  /** Where both changed the same, in words; then `merged` holds my side of it. */
  readonly conflicts: readonly string[];
}

/** `base` is what both started from, `mine` what is typed here, `theirs` what is stored by now. */
export function mergeDrafts(base: RoleDraft, mine: RoleDraft, theirs: RoleDraft): Merge {
  const name = mergeText("the name", base.name, mine.name, theirs.name);
  const description = mergeText("the description", base.description, mine.description, theirs.description);
  const entries = mergeEntries(base.entries, mine.entries, theirs.entries);
  return {
    merged: { name: name.merged, description: description.merged, entries: entries.merged.map(withKey) },
    theirs: [...name.theirs, ...description.theirs, ...entries.theirs],
    conflicts: [...name.conflicts, ...description.conflicts, ...entries.conflicts],
  };
}

interface Part<Value> {
  readonly merged: Value;
  readonly theirs: readonly string[];
  readonly conflicts: readonly string[];
}

function mergeText(what: string, base: string, mine: string, theirs: string): Part<string> {
  if (theirs === base || theirs === mine) return { merged: mine, theirs: [], conflicts: [] };
  if (mine === base) return { merged: theirs, theirs: [`${what} is now “${theirs}”`], conflicts: [] };
  return { merged: mine, theirs: [], conflicts: [`${what}: “${theirs}” there, “${mine}” here`] };
}

type Entries = readonly DraftEntry[];

/** One scope on each side. Scopes are told apart by what they cover, and repeated ones by their order. */
interface Sides {
  readonly base: DraftEntry | undefined;
  readonly mine: DraftEntry | undefined;
  readonly theirs: DraftEntry | undefined;
}

function mergeEntries(base: Entries, mine: Entries, theirs: Entries): Part<Entries> {
  const merged: DraftEntry[] = [];
  const changed: string[] = [];
  const conflicts: string[] = [];
  for (const sides of matchScopes(base, mine, theirs)) {
    const part = mergeEntry(sides);
    if (part.merged !== undefined) merged.push(part.merged);
    changed.push(...part.theirs);
    conflicts.push(...part.conflicts);
  }
  return { merged, theirs: changed, conflicts };
}

/** Theirs in their order, then what is only here, then what was there at first. */
function matchScopes(base: Entries, mine: Entries, theirs: Entries): Sides[] {
  const rest = { base: [...base], mine: [...mine] };
  const take = (list: DraftEntry[], like: DraftEntry): DraftEntry | undefined => {
    const index = list.findIndex((entry) => isSameScope(entry, like));
    return index < 0 ? undefined : list.splice(index, 1)[0];
  };
  const fromTheirs = theirs.map((entry) => ({
    theirs: entry,
    base: take(rest.base, entry),
    mine: take(rest.mine, entry),
  }));
  const fromMine = rest.mine.map((entry) => ({ theirs: undefined, base: take(rest.base, entry), mine: entry }));
  return [
    ...fromTheirs,
    ...fromMine,
    ...rest.base.map((entry) => ({ base: entry, mine: undefined, theirs: undefined })),
  ];
}

function mergeEntry({ base, mine, theirs }: Sides): Part<DraftEntry | undefined> {
  const where = describeScope(base ?? mine ?? theirs);
  const before = base?.actions ?? [];
  const iChanged = !isSameSet(before, mine?.actions ?? []) || (base === undefined) !== (mine === undefined);
  const theyChanged = !isSameSet(before, theirs?.actions ?? []) || (base === undefined) !== (theirs === undefined);
  if (!theyChanged) return { merged: mine, theirs: [], conflicts: [] };
  const what = describeChange(where, before, theirs?.actions ?? []);
  if (!iChanged) return { merged: theirs, theirs: what, conflicts: [] };
  // One side took the whole scope away while the other changed what it gives: both at once cannot be.
  if (base !== undefined && (mine === undefined) !== (theirs === undefined)) {
    const conflict = `${where}: ${mine === undefined ? "taken out here, changed there" : "changed here, taken out there"}`;
    return { merged: mine, theirs: [], conflicts: [conflict] };
  }
  const entry = mine ?? theirs;
  if (entry === undefined) return { merged: undefined, theirs: [], conflicts: [] };
  return {
    merged: { ...entry, actions: mergeSets(before, mine?.actions ?? [], theirs?.actions ?? []) },
    theirs: what,
    conflicts: [],
  };
}

/** Each switch by itself: whoever changed it is followed; two who changed it did the same to it. */
function mergeSets(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const stays = (action: string): boolean =>
    base.includes(action) ? mine.includes(action) && theirs.includes(action) : true;
  return [...new Set([...theirs, ...mine])].filter(stays);
}

function describeChange(where: string, before: readonly string[], after: readonly string[]): string[] {
  const on = after.filter((action) => !before.includes(action));
  const off = before.filter((action) => !after.includes(action));
  return [
    ...(on.length > 0 ? [`turned on, ${where}: ${on.join(", ")}`] : []),
    ...(off.length > 0 ? [`turned off, ${where}: ${off.join(", ")}`] : []),
  ];
}

const describeScope = (entry: DraftEntry | undefined): string =>
  entry === undefined ? "" : entry.allowAll ? `all ${entry.type}` : `${entry.type} ${entry.ids.join(", ")}`;

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((item) => b.includes(item));

const withKey = (entry: DraftEntry, key: number): DraftEntry => ({ ...entry, key });
