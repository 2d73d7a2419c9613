// What is wrong with the arguments, in words that say what would do: those of yargs leave it open.
import { nearest } from "@remit/policy";
import { hostCommands } from "./commands/host.ts";

/** The commands of a group, by the words that lead to it; the program's own under "". */
const groups: Readonly<Record<string, readonly string[]>> = {
  "": [
    "whoami",
    "sign-in-link",
    "can",
    "who-can",
    "custom-role",
    "ask",
    "team",
    "evidence",
    "attest",
    "go",
    "responsibilities",
    "access",
    "drift",
    "request",
    "requests",
    "review",
    "namespace",
    "operations",
    "env",
    "completion",
    ...hostCommands.flatMap(({ words }) => words.slice(0, 1)),
  ],
  "custom-role": ["import", "export", "list"],
  team: ["list", "show"],
  responsibilities: ["export", "template", "compare", "plan", "apply", "schema"],
  access: ["plan", "apply"],
  drift: ["fix", "acknowledge", "unacknowledge"],
  request: ["access", "namespace", "show", "approve", "decline", "withdraw", "end"],
  "request access": ["namespace", "project", "custom-role"],
  audit: ["streams", "verify"],
  namespace: ["adopt", "release", "reconcile"],
  operations: ["list", "get", "cancel", "retry"],
};

const isGroup = (words: string): boolean => Object.hasOwn(groups, words);

/** The group that these words lead to. */
function findGroup(words: readonly string[]): string {
  const at = words.findIndex((word) => groups[""]?.includes(word));
  const pair = words.slice(at, at + 2).join(" ");
  return at === -1 ? "" : isGroup(pair) ? pair : (words[at] ?? "");
}

/** Null when what is unknown is no command. */
function explainUnknownCommand(message: string, args: readonly string[]): string | null {
  const word = /^Unknown (?:command|argument)s?: ([^,]+)/.exec(message)?.[1];
  if (word === undefined || !args.includes(word)) return null;
  const group = findGroup(args.slice(0, args.indexOf(word)));
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
  const depth = isGroup(args.slice(0, 2).join(" ")) ? 3 : isGroup(args[0] ?? "") ? 2 : 1;
  const words = args.filter((argument) => !argument.startsWith("-")).slice(0, depth);
  const help = `\`${["remit", ...words, "--help"].join(" ")}\``;
  return message.startsWith("Not enough") ? `Something is missing: ${help} shows what it takes.` : message;
}
