// Where a problem lies, as people call it.
import type { Matrix, Path } from "@remit/responsibility";

/** ["responsibilities", 3, "owners"] → "Data compliance policy, owners". */
export function namePlace(path: Path, matrix: Matrix): string {
  const own = withinMatrix(path);
  const setting = settingNames[own.join(".")];
  if (setting !== undefined) return setting;
  const [list = "", index, ...rest] = own;
  const thing = nameThing(matrix, list, typeof index === "number" ? index : -1);
  const fields = typeof index === "number" ? rest : own.slice(1);
  return [thing === "" ? String(list) : thing, ...fields.map(String)].join(", ");
}

const settingNames: Readonly<Record<string, string>> = {
  organization: "Organization",
  "baseline.floorRole": "Account role that everybody may hold",
  "requests.access": "Who decides on access",
  "requests.namespaces": "Who decides on Namespaces",
  "requests.approvals": "Approvals",
  "requests.maxHours": "Longest access for a time",
};

/** Problems of a whole model begin with "matrix", those of a matrix alone do not. */
const withinMatrix = (path: Path): Path => (path[0] === "matrix" ? path.slice(1) : path);

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

/** The first message for each field at a place: below ["responsibilities", 3], "owners.platform.part" → what is wrong. */
export function problemsAt(
  problems: readonly { readonly path: Path; readonly message: string }[],
  place: Path,
): ReadonlyMap<string, string> {
  const found = problems.flatMap(({ path, message }) => {
    const own = withinMatrix(path);
    const isThere = place.every((step, index) => own[index] === step);
    return isThere ? [[own.slice(place.length).join("."), message] as const] : [];
  });
  return new Map(found.reverse());
}
