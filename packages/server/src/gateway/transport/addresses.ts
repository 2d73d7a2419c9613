// Counts the connections of each client address.

export interface AddressCounts {
  /** False when the address has as many as it may; otherwise `give` it back once. */
  take(address: string): boolean;
  give(address: string): void;
}

export function createAddressCounts(maxPerAddress: number): AddressCounts {
  const counts = new Map<string, number>();
  return {
    take(address) {
      const key = toNetwork(address);
      const count = counts.get(key) ?? 0;
      if (count >= maxPerAddress) return false;
      counts.set(key, count + 1);
      return true;
    },
    give(address) {
      const key = toNetwork(address);
      const left = (counts.get(key) ?? 0) - 1;
      if (left > 0) counts.set(key, left);
      else counts.delete(key);
    },
  };
}

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The plain form of an IPv4 address that came in on an IPv6 socket. */
export function toPlainAddress(address: string): string {
  return mapped.exec(address)?.[1] ?? address;
}

/** What one client surely has: an IPv4 address, or an IPv6 network of 64 bits. */
export function toNetwork(address: string): string {
  const plain = toPlainAddress(address);
  if (!plain.includes(":")) return plain;
  const [front = "", back] = (plain.split("%")[0] ?? "").split("::");
  const head = front === "" ? [] : front.split(":");
  const tail = back === undefined || back === "" ? [] : back.split(":");
  const zeros = back === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  const groups = [...head, ...Array.from({ length: zeros }, () => "0"), ...tail];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
