/** "Every address" is nothing to connect to: the loopback's stands in for it. */
export const toReachable = (address: string | null): string | null =>
  address?.replace(/^0\.0\.0\.0:/, "127.0.0.1:").replace(/^\[::\]:/, "[::1]:") ?? null;
