import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { connect, createServer, type TLSSocket } from "node:tls";
import { keepLocalCertificate, type LocalCertificate } from "./local-ca.ts";

const inDays = (days: number): Date => new Date(Date.now() + days * 24 * 3_600_000);
const freshDirectory = (): string => join(mkdtempSync(join(tmpdir(), "remit-ca-")), "local-ca");

/** Connects like a strict client that trusts the CA file alone; resolves with whether Node accepted the server. */
async function isTrusted(
  t: TestContext,
  { cert, key, caFile }: LocalCertificate,
  servername: string,
): Promise<boolean> {
  const server = createServer({ cert, key });
  t.after(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const ca = readFileSync(caFile);
  return new Promise((resolve) => {
    const host = servername === "127.0.0.1" ? {} : { servername };
    const socket: TLSSocket = connect({ host: "127.0.0.1", port, ca, ...host }, () => resolve(socket.authorized));
    socket.on("error", () => resolve(false));
    t.after(() => socket.destroy());
  });
}

describe("the local certificate authority", () => {
  it("makes a certificate that a client trusts for localhost, the loopback address and the configured names only", async (t) => {
    const made = await keepLocalCertificate(freshDirectory(), ["remit.example"]);
    for (const name of ["localhost", "127.0.0.1", "remit.example"])
      assert.equal(await isTrusted(t, made, name), true, name);
    assert.equal(await isTrusted(t, made, "elsewhere.example"), false);
    assert.ok(new X509Certificate(made.cert).checkIP("::1"));
  });

  it("keeps its files to the user who runs it", async (t) => {
    if (process.platform === "win32") return t.skip("Windows has no permission bits");
    const directory = freshDirectory();
    await keepLocalCertificate(directory, []);
    assert.equal(statSync(directory).mode & 0o777, 0o700);
    for (const name of ["ca.pem", "ca.key", "server.pem", "server.key"]) {
      assert.equal(statSync(join(directory, name)).mode & 0o777, 0o600, name);
    }
  });

  it("gives the same certificate at the next start", async () => {
    const directory = freshDirectory();
    const first = await keepLocalCertificate(directory, ["a.example"]);
    assert.deepEqual(await keepLocalCertificate(directory, ["a.example"]), first);
  });

  it("renews the certificate near its end, under the authority that clients know", async () => {
    const directory = freshDirectory();
    const first = await keepLocalCertificate(directory, []);
    const authority = readFileSync(first.caFile, "utf8");
    const renewed = await keepLocalCertificate(directory, [], inDays(380));
    assert.notEqual(renewed.cert, first.cert);
    assert.equal(readFileSync(renewed.caFile, "utf8"), authority);
  });

  it("issues anew when a name is added", async () => {
    const directory = freshDirectory();
    await keepLocalCertificate(directory, []);
    const { cert } = await keepLocalCertificate(directory, ["new.example"]);
    assert.ok(new X509Certificate(cert).checkHost("new.example"));
  });

  it("replaces an authority near its end, and the certificate with it", async () => {
    const directory = freshDirectory();
    const first = await keepLocalCertificate(directory, []);
    const before = readFileSync(first.caFile, "utf8");
    const { cert } = await keepLocalCertificate(directory, [], inDays(3640));
    const after = readFileSync(first.caFile, "utf8");
    assert.notEqual(after, before);
    assert.ok(new X509Certificate(cert).checkIssued(new X509Certificate(after)));
  });
});
