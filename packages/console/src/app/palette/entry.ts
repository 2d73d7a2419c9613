// Something that the command palette leads to, and how it is found.

export interface Entry {
  readonly id: string;
  /** The heading under which it stands: "Namespaces". */
  readonly group: string;
  readonly label: string;
  readonly description: string;
  readonly href: string;
  /** Further words by which it is found: its id, an e-mail address. */
  readonly words: string;
}

export interface FoundGroup {
  readonly group: string;
  readonly entries: readonly Entry[];
}

const mostInGroup = 8;

/**
 * Entries that hold every word that was typed, those first whose name begins with it, then those whose name has it;
 * a few of each group, so that a long list hides no other. Groups stay in the order in which they came.
 */
export function findEntries(entries: readonly Entry[], typed: string): readonly FoundGroup[] {
  const query = typed.trim().toLowerCase();
  const words = query.split(/\s+/).filter(Boolean);
  const groups = new Map<string, { entry: Entry; rank: number }[]>();
  for (const entry of entries) {
    const group = groups.get(entry.group) ?? [];
    groups.set(entry.group, group);
    const rank = rankOf(entry, query, words);
    if (rank !== null) group.push({ entry, rank });
  }
  return [...groups].flatMap(([group, found]) => {
    // Sorting keeps the order of those that rank alike.
    const entriesShown = found
      .sort((a, b) => a.rank - b.rank)
      .slice(0, mostInGroup)
      .map(({ entry }) => entry);
    return entriesShown.length === 0 ? [] : [{ group, entries: entriesShown }];
  });
}

function rankOf({ label, description, words }: Entry, query: string, typed: readonly string[]): number | null {
  const name = label.toLowerCase();
  const text = `${name} ${description} ${words}`.toLowerCase();
  if (!typed.every((word) => text.includes(word))) return null;
  if (name === query) return 0;
  if (name.startsWith(query)) return 1;
  return typed.every((word) => name.includes(word)) ? 2 : 3;
}
