import type { Deps } from "../resources/call.ts";
import { getCurrentIdentity } from "../resources/current-identity.ts";
import { toApiKey } from "./api-keys.ts";
import { type CloudHandlers, read } from "./handlers.ts";
import { toServiceAccount } from "./service-accounts.ts";
import { toUser } from "./users.ts";

export const currentIdentity = (deps: Deps): CloudHandlers => ({
  getCurrentIdentity: read(deps, async (_, call) => {
    const { principal, apiKey } = await getCurrentIdentity(deps, call);
    return {
      principal:
        principal.kind === "user"
          ? { case: "user", value: toUser({ row: principal.row, full: true }) }
          : { case: "serviceAccount", value: toServiceAccount({ row: principal.row, full: true }) },
      ...(apiKey !== undefined && { principalApiKey: toApiKey(apiKey, call.now) }),
    } as const;
  }),
});
