// Whether a Temporal server checks what the gateway sends. One that does not does whatever anybody asks who reaches it:
// then the gateway alone decides, and everything hangs on the network.
import type { Config } from "../../config/index.ts";
import { makeSigningKey } from "../../gateway/second-lock/signing-key.ts";
import { connectTemporal } from "../../temporal/connect.ts";
import { type Check, fail, ok, warn } from "./check.ts";
import { toTemporalOptions } from "./temporal.ts";

const waitMs = 3_000;
const subject = "second lock";

type Server = Config["temporal"]["servers"][string];
type Outcome = "admitted" | "refused" | "unknown";

/** Nothing is said of a server that does not answer: another check says so. */
export async function checkSecondLocks(config: Config): Promise<Check[]> {
  const servers = Object.entries(config.temporal.servers);
  const checks = await Promise.all(servers.map(([name, server]) => checkSecondLock(name, server, config)));
  return checks.filter((check) => check !== null);
}

async function checkSecondLock(name: string, server: Server, config: Config): Promise<Check | null> {
  const address = server.gatewayAddress ?? server.address;
  const at = `${name} at ${address}`;
  const bare = await probe(server, address, null);
  if (bare === "unknown") return null;
  if (bare === "admitted") {
    const isMeant = config.roles.has("gateway") ? "the gateway alone decides" : "whoever reaches it may do everything";
    const advice = "let it be reached by Remit alone, and give it the authorizer of deploy/temporal";
    return warn(subject, `${at} admits calls without a token: ${isMeant}`, advice);
  }
  if ((await probe(server, address, tokenOfNobody())) !== "refused")
    return fail(subject, `${at} admits a token of a key that it cannot know`, "see claimMapper in deploy/temporal");
  if (config.roles.has("gateway") && config.gateway.secondLock === null) {
    const advice = "set gateway.secondLock.jwksRefreshSeconds to the server's jwtKeyProvider.refreshInterval";
    return fail(subject, `${at} asks for tokens, and the gateway sends none`, advice);
  }
  return ok(subject, `${at} refuses calls without a token, and tokens of unknown keys`);
}

/** Asks for what the whole server holds, which none but its administrators may, and changes nothing. */
async function probe(server: Server, address: string, token: string | null): Promise<Outcome> {
  const { apiKey: _, ...rest } = server;
  const connection = connectTemporal(toTemporalOptions({ ...rest, address, ...(token !== null && { apiKey: token }) }));
  try {
    await connection.withDeadline(Date.now() + waitMs, () =>
      connection.workflowService.listNamespaces({ pageSize: 1 }),
    );
    return "admitted";
  } catch (error) {
    const { code } = error as { readonly code?: number };
    // PERMISSION_DENIED, UNAUTHENTICATED
    return code === 7 || code === 16 ? "refused" : "unknown";
  } finally {
    await connection.close();
  }
}

/** As an administrator's, but that its key was made a moment ago, and nobody has seen it. */
function tokenOfNobody(): string {
  const now = Math.floor(Date.now() / 1_000);
  return makeSigningKey().sign({
    sub: "remit-doctor",
    permissions: ["temporal-system:admin"],
    iat: now - 5,
    exp: now + 5,
  });
}
