// What a first start makes on disk: the secrets key and the certificate. Later starts find them.
import type { Config } from "./config.ts";
import { keepLocalCertificate } from "./local-ca.ts";
import { keepSecretsKey } from "./secrets-key.ts";

export interface Prepared {
  readonly tls: { readonly host: string; readonly port: number; readonly cert: string; readonly key: string } | null;
  /** The authority that clients must trust; null when the certificate is one of the user's own. */
  readonly caFile: string | null;
  readonly secretsKey: Uint8Array;
}

/** @throws Error when a file cannot be made, or holds something else */
export async function prepareFiles(config: Config): Promise<Prepared> {
  const { secretsKey } = config;
  const key = secretsKey.kind === "given" ? secretsKey.key : keepSecretsKey(secretsKey.file);
  return { ...(await prepareTls(config.listen.tls)), secretsKey: key };
}

async function prepareTls(tls: Config["listen"]["tls"]): Promise<Omit<Prepared, "secretsKey">> {
  if (tls === null) return { tls: null, caFile: null };
  const { host, port, certificate } = tls;
  if (certificate.kind === "given")
    return { tls: { host, port, cert: certificate.cert, key: certificate.key }, caFile: null };
  const { cert, key, caFile } = await keepLocalCertificate(certificate.directory, certificate.hostNames);
  return { tls: { host, port, cert, key }, caFile };
}
