// Whether the ports' hosts are known on this machine. Asked before anything is made, like whether the ports are free.
import { lookup } from "node:dns/promises";
import { type Config, nameSetting } from "../config/index.ts";

/** @throws Error that names the setting and where it came from */
export async function requireHosts(config: Config): Promise<void> {
  const [problem] = await findHostProblems(config);
  if (problem !== undefined) throw new Error(problem);
}

export async function findHostProblems({ listen, roles, origins }: Config): Promise<string[]> {
  const hosts = roles.has("api") ? listen.hosts : [];
  const problems = hosts.map(async ({ setting, host }) => {
    try {
      await lookup(host);
      return [];
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return [`${nameSetting(origins, setting)}: ${JSON.stringify(host)} does not resolve to an address (${code})`];
    }
  });
  return (await Promise.all(problems)).flat();
}
