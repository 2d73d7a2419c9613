// From a place in the model to where it stands in the text of a file.
import type { Path } from "@remit/responsibility";
import { type Document, isMap, isNode, isScalar } from "yaml";

/** ["matrix", "goLinks", 2, "url"] → matrix.goLinks[2].url */
export const renderPath = (path: Path): string =>
  path.reduce<string>(
    (field, part) => (typeof part === "number" ? `${field}[${part}]` : `${field}${field === "" ? "" : "."}${part}`),
    "",
  );

/** The offset of a value, or of the key that it stands behind; of what is not there, that of the nearest above it. */
export function findOffset(document: Document, path: Path, part: "key" | "value"): number {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      const [first, second] = part === "key" ? [pair?.key, pair?.value] : [pair?.value, pair?.key];
      const offset = startOf(first) ?? startOf(second);
      if (offset !== undefined) return offset;
    } else {
      const offset = startOf(document.getIn(path.slice(0, length), true));
      if (offset !== undefined) return offset;
    }
  }
  return startOf(document.contents) ?? 0;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
