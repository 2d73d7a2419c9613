// All request bodies that are held at one time, against one bound.

export interface HeldBytes {
  /** False when there is no room; otherwise `give` it back. */
  take(bytes: number): boolean;
  give(bytes: number): void;
  readonly held: () => number;
}

export function createHeldBytes(max: number): HeldBytes {
  let held = 0;
  return {
    take(bytes) {
      if (held + bytes > max) return false;
      held += bytes;
      return true;
    },
    give(bytes) {
      held -= bytes;
    },
    held: () => held,
  };
}
