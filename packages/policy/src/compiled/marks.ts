// A set of small integers as bits: collects the answer of a list query without duplicates and in order.

export type Marks = Int32Array;

export function createMarks(size: number): Marks {
  return new Int32Array((size + 31) >>> 5);
}

export function mark(marks: Marks, number: number): void {
  const word = number >>> 5;
  marks[word] = (marks[word] as number) | (1 << (number & 31));
}

/** Takes away what is not marked in the other set. */
export function keepOnly(marks: Marks, other: Marks): void {
  for (let word = 0; word < marks.length; word++) marks[word] = (marks[word] as number) & (other[word] ?? 0);
}

/** The names of the marked numbers, in the order of the numbers. */
export function namesOfMarked(marks: Marks, names: readonly string[]): string[] {
  // oxlint-disable-next-line unicorn/no-new-array -- made at its full size at once: answers can have tens of thousands of names
  const found = new Array<string>(countMarked(marks));
  let next = 0;
  for (let word = 0; word < marks.length; word++) {
    for (let bits = marks[word] as number; bits !== 0; bits &= bits - 1) {
      found[next++] = names[(word << 5) | (31 - Math.clz32(bits & -bits))] as string;
    }
  }
  return found;
}

function countMarked(marks: Marks): number {
  let count = 0;
  for (let word = 0; word < marks.length; word++) {
    let bits = marks[word] as number;
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
