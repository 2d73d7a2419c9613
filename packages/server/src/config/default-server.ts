// Which of several Temporal servers takes what is meant for none of them.

/** The servers by name, the one named "default" before the others: the first takes it, where none is named so. */
export const defaultFirst = <T>(servers: Readonly<Record<string, T>>): (readonly [name: string, server: T])[] =>
  Object.entries(servers).toSorted(([a], [b]) => Number(b === "default") - Number(a === "default"));
