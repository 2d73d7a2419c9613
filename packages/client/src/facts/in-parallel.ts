/** The results in the order of the items, with at most so many of them worked on at once. */
export async function mapInParallel<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const waiting = items.entries();
  const workOff = async (): Promise<void> => {
    // All share one iterator: whoever is free takes the next.
    for (const [index, item] of waiting) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, workOff));
  return items.flatMap((_, index) => (results.has(index) ? [results.get(index) as Result] : []));
}
