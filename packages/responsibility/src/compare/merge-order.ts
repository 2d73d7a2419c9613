// The order of a list that two sides changed.

/**
 * All ids of both sides, each once. Whoever moved something gives the order, and where both did, `mine`; what only the
 * other side has stands behind what it stands behind there.
 */
export function mergeOrder(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const isMoved = (side: readonly string[]): boolean => {
    const kept = new Set(side);
    const there = new Set(base);
    const before = base.filter((id) => kept.has(id));
    const after = side.filter((id) => there.has(id));
    return before.some((id, at) => after[at] !== id);
  };
  return isMoved(mine) ? weave(mine, theirs) : weave(theirs, mine);
}

function weave(leading: readonly string[], other: readonly string[]): string[] {
  const order = [...leading];
  const known = new Set(leading);
  for (const [at, id] of other.entries()) {
    if (known.has(id)) continue;
    const behind = other[at - 1];
    order.splice(behind === undefined ? 0 : order.indexOf(behind) + 1, 0, id);
    known.add(id);
  }
  return order;
}
