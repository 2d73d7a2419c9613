import { nearest } from "@remit/policy";
import { findModel } from "../model-file/find-model.ts";
import { UsageError } from "../terminal.ts";
import { type Run, toJsonText } from "./context.ts";

/** Prints where a go-link leads, as `open "$(remit go temporal-request)"` takes it. */
export const go: Run<{ readonly name: string; readonly file: string | undefined }> = async (
  context,
  { name, file },
) => {
  const { goLinks } = (await findModel(context, file)).matrix;
  // People write it as they say it.
  const wanted = name.replace(/^\/?go\//, "");
  const found = goLinks.find((link) => link.name === wanted);
  if (found === undefined) {
    const names = goLinks.map((link) => link.name);
    const near = nearest(wanted, names);
    throw new UsageError(
      `There is no go-link ${JSON.stringify(wanted)}; ${near === null ? `there are ${names.join(", ")}` : `did you mean ${near}?`}`,
    );
  }
  const address = found.url.startsWith("/") ? new URL(found.url, context.connection.baseUrl).href : found.url;
  context.print(context.json ? toJsonText({ ...found, address }) : address);
  return 0;
};
