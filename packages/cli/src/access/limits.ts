// Limits that a plan has to keep: those that are documented, unless the server was configured otherwise.
import { limits as documented, nearest, type PolicyLimits } from "@remit/policy";
import { UsageError } from "../terminal.ts";

/** @param given "customRolesPerAccount=100", several of them, or several in one with commas. @throws UsageError */
export function parseLimits(given: readonly string[]): PolicyLimits {
  const names = Object.keys(documented);
  const changed = given
    .flatMap((text) => text.split(","))
    .map((text) => {
      const [, name = "", number = ""] = /^\s*(\w+)\s*=\s*(\d+)\s*$/.exec(text) ?? [];
      if (number === "")
        throw new UsageError(`--limits takes name=number, as customRolesPerAccount=100, not ${JSON.stringify(text)}.`);
      if (!names.includes(name)) {
        const near = nearest(name, names);
        throw new UsageError(
          `There is no limit ${name}${near === null ? `; there are ${names.join(", ")}` : `; did you mean ${near}?`}`,
        );
      }
      return [name, Number(number)] as const;
    });
  return { ...documented, ...Object.fromEntries(changed) };
}
