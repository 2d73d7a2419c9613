// What is wrong with the settings, in words that name the setting and where its value came from.
import { nearest } from "@remit/policy";
import type { z } from "zod";

export interface Problem {
  /** Dotted path of the setting; "" when it is about a source as a whole. */
  readonly path: string;
  readonly message: string;
}

/** Where each value came from, by the dotted path that was set: "remit.yaml", "REMIT_LISTEN_PORT", "--port". */
export type Origins = ReadonlyMap<string, string>;

/** The origin of a setting or of the nearest thing around it. */
export function originOf(origins: Origins, path: string): string | undefined {
  for (let rest = path; rest !== ""; rest = rest.slice(0, Math.max(0, rest.lastIndexOf(".")))) {
    const origin = origins.get(rest);
    if (origin !== undefined) return origin;
  }
  return undefined;
}

/** "; did you mean x?", or nothing. */
export function suggest(word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  return near === null ? "" : `; did you mean ${near}?`;
}

/** @param keysAt the known keys of the object at a path; they are what a misspelt key is compared with */
export function toProblems(error: z.ZodError, keysAt: (path: readonly PropertyKey[]) => readonly string[]): Problem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [{ path: toDotted(issue.path), message: toMessage(issue) }];
    return issue.keys.map((key) => ({
      path: toDotted([...issue.path, key]),
      message: `there is no such setting${suggest(key, keysAt(issue.path))}`,
    }));
  });
}

function toMessage(issue: z.core.$ZodIssue): string {
  const message = issue.message.replace(/^Invalid (input|option): /, "").replaceAll("|", ", ");
  if (issue.code === "invalid_type") return message.replace("received undefined", "and it is missing");
  return message.replace(/^Too (small|big): /, "");
}

export const toDotted = (path: readonly PropertyKey[]): string => path.map(String).join(".");

/** One line for each problem: `listen.port (--port): expected number …`. */
export function renderProblems(problems: readonly Problem[], origins: Origins): string[] {
  return problems.map(({ path, message }) => {
    if (path === "") return message;
    return `${nameSetting(origins, path)}: ${message}`;
  });
}

/** The setting with where it came from: `listen.port (--port)`. */
export function nameSetting(origins: Origins, path: string): string {
  const origin = originOf(origins, path);
  return origin === undefined ? path : `${path} (${origin})`;
}
