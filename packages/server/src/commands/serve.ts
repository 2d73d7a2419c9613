import type { CommandContext, ExitCode } from "./context.ts";
import { gatewayAddressesOf, runUntilStopped, sayOf, startControlPlane } from "./control-plane.ts";
import { requireDirectories } from "./directories.ts";
import { requireFreePorts } from "./fixed-ports.ts";
import { requireHosts } from "./hosts.ts";

export async function serve(context: CommandContext): Promise<ExitCode> {
  await requireHosts(context.config);
  await requireFreePorts(context.config);
  requireDirectories(context.config);
  const started = await startControlPlane(context, "json");
  const { plaintextAddress, tlsAddress, firstKey, accountId } = started.plane;
  const say = sayOf(context);
  const ports = [plaintextAddress && `${plaintextAddress} (plaintext)`, tlsAddress && `${tlsAddress} (TLS)`].filter(
    Boolean,
  );
  const gateway = gatewayAddressesOf(started.plane);
  const where =
    ports.length > 0
      ? `listening on ${ports.join(" and ")}`
      : gateway.length > 0
        ? "running the gateway"
        : "running operations, no port";
  say(`Remit account ${accountId}: ${where}`);
  if (gateway.length > 0) say(`Gateway: ${gateway.join(" and ")}`);
  if (started.plane.consoleUrl !== null) say(`Console: ${started.plane.consoleUrl}`);
  // To stdout (or stderr, see sayOf) and never to the log: this is the only time that it is shown.
  if (firstKey !== null) say(`The owner's API key, shown this once: ${firstKey}`);
  await runUntilStopped(started, context.stopping);
  return 0;
}
