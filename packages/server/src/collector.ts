// What a collector of metrics may read: no RPC, and judged all the same. Who, whether, and a record of who may not.
import type { Caller } from "./authenticate/api-key.ts";
import type { LastUsed } from "./authenticate/last-used.ts";
import type { OpenMetrics } from "./listen/open-metrics.ts";
import type { Refuser } from "./refuse.ts";
import { admitCollector, listDescriptors, readMetrics } from "./resources/account-metrics.ts";
import type { Deps } from "./resources/call.ts";

export function createCollector(deps: Deps, lastUsed: LastUsed, refuser: Refuser): OpenMetrics {
  const none = { requestId: "", remoteAddress: "", encrypted: false, host: "" };
  return {
    async admit(authorization, origin) {
      let known: Caller | null = null;
      try {
        await admitCollector(deps, authorization, (caller) => {
          known = caller;
          lastUsed.note(caller.apiKeyId, deps.now());
        });
      } catch (error) {
        throw await refuser.refuse(error, { method, caller: known, origin });
      }
    },
    async read(filter) {
      try {
        return await readMetrics(deps, filter);
      } catch (error) {
        throw await refuser.refuse(error, { method, caller: null, origin: none });
      }
    },
    descriptors: listDescriptors,
  };
}

/** As it stands in the audit log. */
const method = { name: "GetMetrics", parent: { typeName: "" } };
