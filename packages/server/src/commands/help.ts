import type { SettingRow } from "../config/setting.ts";
import type { Command } from "./run.ts";

export function renderHelp(commands: readonly Command[]): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(15)}${summary}`);
  return [
    "The control plane of a Temporal platform.",
    "",
    "Usage: remit-server <command> [flags]",
    "",
    ...lines,
    "",
    "remit-server <command> --help lists its flags. Settings come from remit.yaml, REMIT_* variables and flags, the",
    "later over the earlier.",
  ].join("\n");
}

export function renderCommandHelp(
  { name, summary }: Command,
  own: Readonly<Record<string, string>>,
  rows: readonly SettingRow[],
): string {
  const settings = rows.flatMap(({ flag, description, defaultValue, path }) => {
    if (flag === null) return [];
    const short = path === "regions" || defaultValue === undefined ? "" : ` Default ${JSON.stringify(defaultValue)}.`;
    return [describe(flag, description + short)];
  });
  return [
    summary,
    "",
    `Usage: remit-server ${name} [flags]`,
    "",
    ...Object.entries(own).map(([flag, text]) => describe(flag, text)),
    "",
    "Settings (each has a variable and a key in remit.yaml too):",
    ...settings,
  ].join("\n");
}

const describe = (flag: string, text: string): string => `  ${`--${flag}`.padEnd(21)} ${text}`;
