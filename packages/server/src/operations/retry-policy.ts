// How operations are tried again. Imported by the workflow, whose sandbox has nothing of Node, and by what tells people
// when the next attempt is due.

export const firstPauseMs = 250;
export const factor = 2;
export const longestPauseMs = 10_000;

/** Milliseconds between an attempt that failed and the next one. @param attempt from 1 */
export const pauseAfter = (attempt: number): number =>
  Math.min(firstPauseMs * factor ** Math.min(attempt - 1, 30), longestPauseMs);
