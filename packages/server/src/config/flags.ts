import { type Problem, suggest } from "./problem.ts";

export interface ParsedFlags {
  /** Flag without dashes → its text. */
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/**
 * Reads `--name value` and `--name=value`. A flag among `switches` may stand alone, or before true or false.
 * Problems: an unknown flag, one without its value, one given twice, and anything that is not a flag.
 */
export function parseFlags(
  args: readonly string[],
  names: readonly string[],
  switches: readonly string[],
): ParsedFlags {
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  const refuse = (message: string) => problems.push({ path: "", message });
  for (let index = 0; index < args.length; index++) {
    const { name, inline } = split(args[index] ?? "");
    if (name === null) {
      refuse(`unexpected argument ${JSON.stringify(args[index])}`);
      continue;
    }
    const next = args[index + 1];
    const isValue = switches.includes(name) ? next === "true" || next === "false" : !next?.startsWith("--");
    const takesNext = inline === undefined && next !== undefined && isValue;
    if (takesNext) index++;
    const value = inline ?? (takesNext ? next : undefined) ?? (switches.includes(name) ? "true" : undefined);
    if (!names.includes(name)) refuse(`unknown flag --${name}${suggest(`--${name}`, toFlags(names))}`);
    else if (value === undefined) refuse(`--${name} needs a value`);
    else if (values.has(name)) refuse(`--${name} is given twice`);
    else values.set(name, value);
  }
  return { values, problems };
}

const toFlags = (names: readonly string[]): string[] => names.map((name) => `--${name}`);

function split(argument: string): { name: string | null; inline: string | undefined } {
  const match = /^--([a-z][a-z0-9-]*)(?:=([\s\S]*))?$/i.exec(argument);
  return { name: match?.[1] ?? null, inline: match?.[2] };
}
