/** The given names among an address's search parameters, as far as they are texts and say anything. */
export function readText<const Name extends string>(
  search: Readonly<Record<string, unknown>>,
  names: readonly Name[],
): { [One in Name]?: string } {
  const found = names.flatMap((name) => {
    const value = search[name];
    // The router reads "1" as a number.
    const text = typeof value === "number" ? String(value) : value;
    return typeof text === "string" && text !== "" ? [[name, text] as const] : [];
  });
  return Object.fromEntries(found) as { [One in Name]?: string };
}
