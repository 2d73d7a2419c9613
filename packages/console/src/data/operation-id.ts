import { useMemo } from "react";

/** Not `randomUUID`, which browsers keep from pages that come over plain HTTP. */
export const newOperationId = (): string =>
  `console-${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;

/**
 * The id of one write: the same for as long as what is to be written is the same, so that trying again after an answer
 * that never came does nothing twice; another as soon as anything of it changes.
 */
export function useOperationId(...content: readonly unknown[]): string {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new id is wanted exactly when the content is another
  return useMemo(newOperationId, content);
}
