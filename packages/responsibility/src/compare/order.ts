// What moved: the fewest things whose going elsewhere explains the new order, so that one row pulled to the top is one
// move and not a move of all the rows below it.

/** Ids of `after` that do not stand in `before`'s order among those that both have. */
export function findMoved(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const positions = new Map(before.map((id, index) => [id, index]));
  const common = after.filter((id) => positions.has(id));
  const kept = longestRising(common.map((id) => positions.get(id) ?? 0));
  return new Set(common.filter((_, index) => !kept.has(index)));
}

/** Indexes of a longest rising run of numbers, not necessarily neighbours. */
function longestRising(numbers: readonly number[]): ReadonlySet<number> {
  // tails[n]: index of the smallest number that ends a run of n + 1; previous: the index before it in that run.
  const tails: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, number] of numbers.entries()) {
    const length = countBelow(tails, (tail) => (numbers[tail] ?? 0) < number);
    previous.push(tails[length - 1]);
    tails[length] = index;
  }
  const kept = new Set<number>();
  for (let index = tails.at(-1); index !== undefined; index = previous[index]) kept.add(index);
  return kept;
}

/** How many at the beginning of a sorted list are below, by halving. */
function countBelow(list: readonly number[], isBelow: (item: number) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(list[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
