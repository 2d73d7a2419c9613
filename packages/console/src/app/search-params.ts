// What stands behind the "?" of an address: kept where it is a text, left out where it is empty or anything else.

export function readText<const Name extends string>(
  search: Readonly<Record<string, unknown>>,
  ...names: readonly Name[]
): { [Key in Name]?: string } {
  const found = names.flatMap((name) => {
    const value = search[name];
    // The router reads "1" as a number.
    if (typeof value === "number") return [[name, String(value)] as const];
    return typeof value === "string" && value !== "" ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found) as { [Key in Name]?: string };
}
