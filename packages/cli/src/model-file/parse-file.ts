// responsibilities.yaml as it was written: what it says, and where in it each part stands.
import type { Problem } from "@remit/responsibility";
import { type Document, LineCounter, parseDocument } from "yaml";
import { toInertLine } from "../inert.ts";
import { UsageError } from "../terminal.ts";
import { findOffset, renderPath } from "./positions.ts";
import type { FileInput } from "./schema.ts";
import { checkShape, type ShapeProblem } from "./shape.ts";

export interface ParsedFile {
  /** Of the right shape; what its values mean was not looked at. */
  readonly input: FileInput;
  /** @throws UsageError with a line for each problem, as compilers have it: file:line:column: path: message */
  readonly refuse: (problems: readonly (Problem | ShapeProblem)[]) => never;
}

/** `name` is what problems call the file. @throws UsageError */
export function parseFile(name: string, text: string): ParsedFile {
  const lines = new LineCounter();
  const tell = (offset: number, message: string): string => {
    const { line, col } = lines.linePos(offset);
    // Keys are anybody's text: a line break in one would make a second problem of it.
    return toInertLine(`${name}:${line}:${col}: ${message}`);
  };
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const { errors } = document;
  if (errors.length > 0) throw refusal(errors.map(({ pos: [offset], message }) => tell(offset, message)));
  const refuse = (problems: readonly (Problem | ShapeProblem)[]): never => {
    throw refusal(
      problems.map((problem) => {
        const offset = findOffset(document, problem.path, "part" in problem ? problem.part : "value");
        const path = renderPath(problem.path);
        return tell(offset, `${path}${path === "" ? "" : ": "}${problem.message}`);
      }),
    );
  };
  // An empty file says nothing, which is an empty map.
  const checked = checkShape(toValue(document, (message) => tell(0, message)) ?? {});
  return { input: "input" in checked ? checked.input : refuse(checked.problems), refuse };
}

/** The parser refuses what would unfold to something huge. */
function toValue(document: Document, tell: (message: string) => string): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    throw refusal([tell(error instanceof Error ? error.message : String(error))]);
  }
}

const refusal = (lines: readonly string[]): UsageError => new UsageError(lines.join("\n"));
