// "Did you mean": the closest of a list of names by edit distance.

/** The name nearest to `word`, or null when none shares at least about half of it. Case is ignored. */
export function nearest(word: string, names: readonly string[]): string | null {
  // Bounded so that a hostile, very long name costs nothing: distance is at least the difference in length.
  if (word.length > 128) return null;
  let best: string | null = null;
  let bestDistance = Math.ceil(word.length / 2);
  for (const name of names) {
    if (Math.abs(name.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

/** Levenshtein distance: the fewest single-character insertions, deletions and replacements. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
