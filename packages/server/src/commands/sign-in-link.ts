import { mintSignInToken } from "../resources/host-commands.ts";
import { signInLinkMinutes } from "../resources/sign-in-links.ts";
import { migrate } from "../store/database.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { openExistingStore } from "./existing-store.ts";

/** The token stands behind the "#": browsers send that part to nobody, so no log of a server or proxy has it. */
export const toSignInLink = (consoleUrl: string, token: string): string =>
  `${new URL("/sign-in", consoleUrl).href}#token=${token}`;

/** Whoever may read the deployment's files may do this; the audit log says that it was done. */
export async function signInLinkOnHost({ config, flags, json, print, complain }: CommandContext): Promise<ExitCode> {
  const consoleUrl = config.addresses.console;
  if (consoleUrl === "") {
    complain("addresses.console: is needed to make a link to the console");
    return 2;
  }
  const database = await openExistingStore(config);
  try {
    await migrate(database.db);
    const link = toSignInLink(consoleUrl, await mintSignInToken(database, new Date(), flags.get("email") ?? null));
    if (json) print(JSON.stringify({ url: link }));
    else print(`Signs in once, within ${signInLinkMinutes} minutes: ${link}`);
    return 0;
  } finally {
    await database.close();
  }
}
