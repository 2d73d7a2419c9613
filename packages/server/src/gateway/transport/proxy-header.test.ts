import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseProxyHeader } from "./proxy-header.ts";
import { proxyHeader, tlv, tlvs } from "./testing/proxy-headers.ts";

describe("a PROXY header", () => {
  it("names the client of either address family", () => {
    const ipv4 = proxyHeader({ address: "192.0.2.7" });
    assert.deepEqual(parseProxyHeader(ipv4), { size: ipv4.length, address: "192.0.2.7", endpointId: null });
    const ipv6 = proxyHeader({ address: "2001:db8:0:0:0:0:0:1" });
    assert.equal(parseProxyHeader(ipv6)?.address, "2001:db8:0:0:0:0:0:1");
  });

  it("names the endpoint as AWS, Azure and Google Cloud do, among other things", () => {
    const noise = tlv(0x04, Buffer.alloc(3));
    const ids: [Buffer, string][] = [
      [tlvs.aws("vpce-08d2bf15fac5001c9"), "vpce-08d2bf15fac5001c9"],
      [tlvs.azure(0x89abcdef), String(0x89abcdef)],
      [tlvs.google(0xfedcba9876543210n), String(0xfedcba9876543210n)],
    ];
    for (const [each, id] of ids) {
      const header = proxyHeader({ address: "10.0.0.1", tlvs: [noise, each, noise] });
      assert.equal(parseProxyHeader(header)?.endpointId, id);
    }
    const other = proxyHeader({ address: "10.0.0.1", tlvs: [tlv(0xea, Buffer.from("\x02x", "latin1"))] });
    assert.equal(parseProxyHeader(other)?.endpointId, null);
  });

  it("of a balancer that speaks for itself names nobody, whatever else it holds", () => {
    const local = proxyHeader({ address: "10.0.0.1", versionAndCommand: 0x20, tlvs: [tlvs.aws("vpce-1")] });
    assert.deepEqual(parseProxyHeader(local), { size: local.length, address: null, endpointId: null });
    const unspecified = proxyHeader({ tlvs: [tlvs.aws("vpce-1")] });
    assert.deepEqual(parseProxyHeader(unspecified), { size: unspecified.length, address: null, endpointId: "vpce-1" });
  });

  it("is waited for, byte by byte, and ends where it says", () => {
    const header = proxyHeader({ address: "10.0.0.1", tlvs: [tlvs.google(1n)] });
    for (let length = 0; length < header.length; length += 1) {
      assert.equal(parseProxyHeader(header.subarray(0, length)), null);
    }
    assert.equal(parseProxyHeader(Buffer.concat([header, Buffer.from("PRI")]))?.size, header.length);
  });

  it("that is none, or is not to be understood in one way only, is refused", () => {
    const address = "10.0.0.1";
    const long = Buffer.from(proxyHeader({ address }));
    long.writeUInt16BE(2_049, 14);
    const wrong: Record<string, Buffer> = {
      "HTTP/2": Buffer.from("PRI * HTTP/2.0\r\n\r\n"),
      "version 1": Buffer.from("PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n"),
      "another version": proxyHeader({ address, versionAndCommand: 0x11 }),
      "an unknown command": proxyHeader({ address, versionAndCommand: 0x22 }),
      "a datagram": proxyHeader({ address, family: 0x12 }),
      "a unix socket": proxyHeader({ address, family: 0x31 }),
      "addresses cut off": proxyHeader({ family: 0x11 }),
      "too long": long,
      "two ids": proxyHeader({ address, tlvs: [tlvs.aws("a"), tlvs.aws("a")] }),
      "ids of two clouds": proxyHeader({ address, tlvs: [tlvs.aws("a"), tlvs.azure(1)] }),
      "an id that is no text": proxyHeader({ address, tlvs: [tlvs.aws("a b")] }),
      "an empty id": proxyHeader({ address, tlvs: [tlvs.aws("")] }),
      "a short link id": proxyHeader({ address, tlvs: [tlv(0xee, Buffer.from([1, 2]))] }),
      "a short connection id": proxyHeader({ address, tlvs: [tlv(0xe0, Buffer.alloc(4))] }),
      "a TLV without its length": proxyHeader({ address, tlvs: [Buffer.from([4, 0])] }),
      "a TLV cut off": proxyHeader({ address, tlvs: [Buffer.from([4, 0, 9, 1])] }),
    };
    for (const [what, bytes] of Object.entries(wrong)) assert.throws(() => parseProxyHeader(bytes), Error, what);
  });

  it("of bytes without sense never gets further than an error", () => {
    let state = 5;
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    };
    const good = proxyHeader({ address: "10.0.0.1", tlvs: [tlvs.aws("vpce-1"), tlv(4, Buffer.alloc(9))] });
    for (let round = 0; round < 5_000; round += 1) {
      const bytes = Buffer.from(good);
      for (let edits = 0; edits < 3; edits += 1) bytes[12 + (random() % (bytes.length - 12))] = random();
      try {
        const header = parseProxyHeader(bytes);
        assert.ok(header === null || header.size <= bytes.length);
      } catch (error) {
        assert.equal((error as Error).constructor, Error);
      }
    }
  });
});
