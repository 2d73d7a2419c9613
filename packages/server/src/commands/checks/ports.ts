import type { Config } from "../../config/index.ts";
import { fixedPorts, openBriefly, type Port } from "../fixed-ports.ts";
import { type Check, ok, warn } from "./check.ts";

export const checkPorts = (config: Config): Promise<Check>[] => fixedPorts(config).map(checkPort);

async function checkPort({ host, port }: Port): Promise<Check> {
  try {
    await openBriefly({ host, port });
    return ok("port", `${port} on ${host} is free`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EADDRINUSE") {
      return warn("port", `${port} on ${host} cannot be opened: ${code}`, "see listen.host and listen.port");
    }
    return warn(
      "port",
      `${port} on ${host} is taken`,
      "fine if that is Remit; else choose another, 0 takes any free one",
    );
  }
}
