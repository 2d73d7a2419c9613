import { z } from "zod";
import { recoverOwner } from "../resources/host-commands.ts";
import { migrate } from "../store/database.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { openExistingStore } from "./existing-store.ts";

/** Whoever may read the deployment's files may do this; the audit log says that it was done. */
export async function recoverOwnerOnHost({ config, flags, json, print, complain }: CommandContext): Promise<ExitCode> {
  const email = flags.get("email") ?? "";
  if (!z.email().safeParse(email).success) {
    complain(`--email: ${JSON.stringify(email)} is not an e-mail address`);
    return 2;
  }
  const database = await openExistingStore(config);
  try {
    await migrate(database.db);
    const { userId, apiKey } = await recoverOwner(database, email, new Date());
    if (json) print(JSON.stringify({ userId, apiKey }));
    else {
      print(`${email} is an Account Owner (user ${userId}).`);
      print(`API key, shown this once and valid for 24 hours: ${apiKey}`);
    }
    return 0;
  } finally {
    await database.close();
  }
}
