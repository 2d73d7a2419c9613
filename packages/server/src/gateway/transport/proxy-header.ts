// The header of the PROXY protocol, version 2, with which a load balancer says whom it speaks for.
// https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt
const signature = Buffer.from("0d0a0d0a000d0a515549540a", "hex");
const fixedBytes = 16;
/** Addresses take 36 bytes at most; balancers add TLVs of some hundred. */
const maxVariableBytes = 2_048;
const commands = { local: 0, proxy: 1 };
/** Address family and transport in one byte. */
const families = { unspecified: 0x00, tcp4: 0x11, tcp6: 0x21 };

export interface ProxyHeader {
  /** Bytes of the whole header. */
  readonly size: number;
  /** The client's; null where the balancer speaks for itself (a health check) or does not say. */
  readonly address: string | null;
  /** The private endpoint through which the client came, as its cloud names it. */
  readonly endpointId: string | null;
}

/** null: more bytes are needed. Throws on everything that is not such a header. */
export function parseProxyHeader(bytes: Buffer): ProxyHeader | null {
  const known = Math.min(bytes.length, signature.length);
  if (signature.compare(bytes, 0, known, 0, known) !== 0) throw new Error("not a PROXY v2 header");
  if (bytes.length < fixedBytes) return null;
  const versionAndCommand = bytes.readUInt8(12);
  if (versionAndCommand >> 4 !== 2) throw new Error("not version 2");
  const variable = bytes.readUInt16BE(14);
  if (variable > maxVariableBytes) throw new Error(`longer than ${maxVariableBytes} bytes`);
  const size = fixedBytes + variable;
  if (bytes.length < size) return null;
  const command = versionAndCommand & 0xf;
  if (command === commands.local) return { size, address: null, endpointId: null };
  if (command !== commands.proxy) throw new Error(`unknown command ${command}`);
  const { address, end } = readAddress(bytes.readUInt8(13), bytes.subarray(fixedBytes, size));
  return { size, address, endpointId: readEndpointId(bytes.subarray(fixedBytes + end, size)) };
}

function readAddress(family: number, block: Buffer): { address: string | null; end: number } {
  if (family === families.tcp4 && block.length >= 12) return { address: block.subarray(0, 4).join("."), end: 12 };
  if (family === families.tcp6 && block.length >= 36) {
    const groups = Array.from({ length: 8 }, (_, at) => block.readUInt16BE(at * 2).toString(16));
    return { address: groups.join(":"), end: 36 };
  }
  if (family === families.unspecified) return { address: null, end: 0 };
  throw new Error("unknown address family, or too short for its addresses");
}

/** Two ids would leave it to us which one counts: refused, as is whatever is not whole. */
function readEndpointId(block: Buffer): string | null {
  let found: string | null = null;
  for (let at = 0; at < block.length; ) {
    if (at + 3 > block.length) throw new Error("a TLV is cut off");
    const type = block.readUInt8(at);
    const end = at + 3 + block.readUInt16BE(at + 1);
    if (end > block.length) throw new Error("a TLV is cut off");
    const id = toEndpointId(type, block.subarray(at + 3, end));
    if (id !== null && found !== null) throw new Error("more than one endpoint id");
    found ??= id;
    at = end;
  }
  return found;
}

/** AWS: subtype 1, text. Azure: subtype 1, 32 bits, little-endian. Google Cloud: 64 bits, big-endian. */
function toEndpointId(type: number, value: Buffer): string | null {
  if (type === 0xea && value[0] === 1) {
    const text = value.toString("latin1", 1);
    if (!/^[\x21-\x7e]{1,255}$/.test(text)) throw new Error("an endpoint id that is no text");
    return text;
  }
  if (type === 0xee && value[0] === 1) {
    if (value.length !== 5) throw new Error("a link id of a wrong length");
    return String(value.readUInt32LE(1));
  }
  if (type === 0xe0) {
    if (value.length !== 8) throw new Error("a connection id of a wrong length");
    return String(value.readBigUInt64BE());
  }
  return null;
}
