// Where a problem lies, as people call it.
import type { Matrix, Path } from "@remit/responsibility";

/** ["responsibilities", 3, "owners"] → "Data compliance policy, owners". */
export function namePlace(path: Path, matrix: Matrix): string {
  const [list = "", index, ...rest] = path[0] === "matrix" ? path.slice(1) : path;
  const thing = nameThing(matrix, list, typeof index === "number" ? index : -1);
  const fields = typeof index === "number" ? rest : path.slice(1);
  return [thing === "" ? String(list) : thing, ...fields.map(String)].join(", ");
}

function nameThing(
  { responsibilities, categories, kinds, framework, goLinks }: Matrix,
  list: unknown,
  at: number,
): string {
  switch (list) {
    case "responsibilities":
      return responsibilities[at]?.name ?? "";
    case "categories":
      return categories[at]?.title ?? "";
    case "kinds":
      return kinds[at]?.title ?? "";
    case "framework":
      return framework[at]?.question ?? "";
    case "goLinks":
      return goLinks[at]?.name ?? "";
    default:
      return "";
  }
}

/** The first message for each field of one row: "owners.platform.part" → what is wrong with it. */
export function problemsOfRow(
  problems: readonly { readonly path: Path; readonly message: string }[],
  at: number,
): ReadonlyMap<string, string> {
  const own = problems.flatMap(({ path, message }) => {
    const [list, index, ...field] = path[0] === "matrix" ? path.slice(1) : path;
    return list === "responsibilities" && index === at ? [[field.join("."), message] as const] : [];
  });
  return new Map(own.reverse());
}
