// What is wrong with the arguments, in words that say what would do: those of yargs leave it open.
import { nearest } from "@remit/policy";
import { hostCommands } from "./commands/host.ts";

/** The commands of a group, by its name; the program's own under "". */
const groups: Readonly<Record<string, readonly string[]>> = {
  "": [
    "whoami",
    "can",
    "who-can",
    "custom-role",
    "env",
    "completion",
    ...hostCommands.flatMap(({ words }) => words.slice(0, 1)),
  ],
  "custom-role": ["import", "export", "list"],
  audit: ["verify"],
};

/** Null when what is unknown is no command. */
function explainUnknownCommand(message: string, args: readonly string[]): string | null {
  const word = /^Unknown (?:command|argument)s?: ([^,]+)/.exec(message)?.[1];
  if (word === undefined || !args.includes(word)) return null;
  const group = args.slice(0, args.indexOf(word)).find((before) => groups[""]?.includes(before)) ?? "";
  const known = groups[group];
  if (known === undefined) return null;
  const near = nearest(word, known);
  const name = [group, word].filter(Boolean).join(" ");
  const help = ["remit", group, "--help"].filter(Boolean).join(" ");
  const hint = near === null ? ";" : `; did you mean ${near}?`;
  return `There is no command ${JSON.stringify(name)}${hint} \`${help}\` lists them.`;
}

/** yargs says how many arguments are missing; which they are stands in the help. */
export function explainUsage(message: string, args: readonly string[]): string {
  const flag = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (flag !== undefined) return `${flag.length === 1 ? "-" : "--"}${flag} needs a value.`;
  const unknown = explainUnknownCommand(message, args);
  if (unknown !== null) return unknown;
  const words = args.filter((argument) => !argument.startsWith("-")).slice(0, args[0] === "custom-role" ? 2 : 1);
  const help = `\`${["remit", ...words, "--help"].join(" ")}\``;
  return message.startsWith("Not enough") ? `Something is missing: ${help} shows what it takes.` : message;
}
