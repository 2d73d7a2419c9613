const quote = '"'.charCodeAt(0);
const backslash = "\\".charCodeAt(0);
const opening = new Set(["[", "{"].map((bracket) => bracket.charCodeAt(0)));
const closing = new Set(["]", "}"].map((bracket) => bracket.charCodeAt(0)));

/** One pass without recursion, over JSON or what claims to be. Brackets inside strings do not count. */
export function isDeeperThan(json: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    if (inString) {
      if (code === backslash) index += 1;
      else if (code === quote) inString = false;
    } else if (code === quote) inString = true;
    else if (opening.has(code)) depth += 1;
    else if (closing.has(code)) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}
