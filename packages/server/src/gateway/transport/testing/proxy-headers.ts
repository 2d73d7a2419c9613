// PROXY headers as balancers write them.

export interface ProxyHeaderParts {
  readonly address?: string;
  readonly versionAndCommand?: number;
  readonly family?: number;
  readonly tlvs?: readonly Buffer[];
}

export function proxyHeader({ address, versionAndCommand = 0x21, family, tlvs: all = [] }: ProxyHeaderParts): Buffer {
  const isIpv6 = address?.includes(":") ?? false;
  const addresses = address === undefined ? Buffer.alloc(0) : isIpv6 ? toIpv6Block(address) : toIpv4Block(address);
  const kind = family ?? (address === undefined ? 0 : isIpv6 ? 0x21 : 0x11);
  const rest = Buffer.concat([addresses, ...all]);
  const fixed = Buffer.from([versionAndCommand, kind, 0, 0]);
  fixed.writeUInt16BE(rest.length, 2);
  return Buffer.concat([Buffer.from("0d0a0d0a000d0a515549540a", "hex"), fixed, rest]);
}

function toIpv4Block(address: string): Buffer {
  return Buffer.from([...address.split(".").map(Number), 127, 0, 0, 1, 0x30, 0x39, 0, 80]);
}

/** All eight groups are written out. */
function toIpv6Block(address: string): Buffer {
  const block = Buffer.alloc(36);
  for (const [at, group] of address.split(":").entries()) block.writeUInt16BE(Number.parseInt(group, 16), at * 2);
  return block;
}

export function tlv(type: number, value: Buffer): Buffer {
  const head = Buffer.from([type, 0, 0]);
  head.writeUInt16BE(value.length, 1);
  return Buffer.concat([head, value]);
}

export const tlvs = {
  aws: (id: string): Buffer => tlv(0xea, Buffer.from(`\x01${id}`, "latin1")),
  azure(id: number): Buffer {
    const value = Buffer.from([1, 0, 0, 0, 0]);
    value.writeUInt32LE(id, 1);
    return tlv(0xee, value);
  },
  google(id: bigint): Buffer {
    const value = Buffer.alloc(8);
    value.writeBigUInt64BE(id);
    return tlv(0xe0, value);
  },
};
