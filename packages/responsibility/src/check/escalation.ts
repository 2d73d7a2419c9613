// Circles among teams that turn to each other: whoever follows one never arrives.

/** More are not looked for: who mends these comes back. */
const circlesFound = 20;

/**
 * Circles, one for each edge that closes one in a walk through all: none exactly when there is no circle. Walks without
 * recursion, since a chain may be as long as there are teams.
 */
export function findCircles(next: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const circles: string[][] = [];
  const done = new Set<string>();
  for (const start of next.keys()) {
    if (done.has(start)) continue;
    const path = new Map<string, Iterator<string>>([[start, stepsOf(next, start)]]);
    let current: string | undefined = start;
    while (current !== undefined && circles.length < circlesFound) {
      const { value: step, done: ended } = path.get(current)?.next() ?? { value: undefined, done: true as const };
      if (ended === true || step === undefined) {
        path.delete(current);
        done.add(current);
        current = [...path.keys()].at(-1);
      } else if (path.has(step)) {
        const ids = [...path.keys()];
        circles.push(ids.slice(ids.indexOf(step)));
      } else if (!done.has(step)) {
        path.set(step, stepsOf(next, step));
        current = step;
      }
    }
  }
  return circles;
}

const stepsOf = (next: ReadonlyMap<string, readonly string[]>, id: string): Iterator<string> =>
  (next.get(id) ?? []).values();
