// One growing run of integers that holds the records of all principals, groups and custom roles of a lineage of
// snapshots. What was written is never written again: a change appends a new record and the snapshot points at it, so
// old snapshots stay valid. Dead records are left behind until `apply` moves the live ones to a new arena.

/** The integers; those from `length` on are free. Offset 0 stands for "no record", so nothing lies there. */
export interface Arena {
  data: Int32Array;
  length: number;
}

export function createArena(capacity: number): Arena {
  return { data: new Int32Array(Math.max(capacity, 1024)), length: 1 };
}

/** Makes room for `count` more integers. The old contents keep their places. */
export function reserve(arena: Arena, count: number): void {
  if (arena.length + count <= arena.data.length) return;
  const data = new Int32Array(Math.ceil((arena.length + count) * 1.5));
  data.set(arena.data.subarray(0, arena.length));
  arena.data = data;
}

export function append(arena: Arena, value: number): void {
  if (arena.length === arena.data.length) reserve(arena, 1);
  arena.data[arena.length++] = value;
}

/** Copies a record from another arena to the end of this one and says where it now is. */
export function copyRecord(arena: Arena, from: Arena, start: number, length: number): number {
  reserve(arena, length);
  const at = arena.length;
  arena.data.set(from.data.subarray(start, start + length), at);
  arena.length += length;
  return at;
}

/** A copy of a table of offsets, at least `size` long. */
export function copyTable(table: Int32Array, size: number): Int32Array {
  const next = new Int32Array(Math.max(size, table.length));
  next.set(table);
  return next;
}
