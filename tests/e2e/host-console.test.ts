// From a terminal on the server's machine into the console: the links that `dev` and `remit` make.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { remit } from "../../packages/cli/src/testing/command.ts";
import {
  finishCommand,
  type RunningCommand,
  startCommand,
  untilItSpeaks,
} from "../../packages/server/src/commands/testing/command.ts";
import { SignedInPage } from "../harness/signed-in-page.ts";

const cwd = mkdtempSync(join(tmpdir(), "remit-host-console-"));
const connectionFile = join(cwd, ".remit/dev/connection.json");
const settings = ["--log-level", "silent", "--temporal-address", "127.0.0.1:1", "--tls-port", "0"];
const running = new Set<RunningCommand>();

writeFileSync(join(cwd, "index.html"), "<!doctype html>");
after(async () => {
  await Promise.all([...running].map((command) => command.stop()));
  rmSync(cwd, { recursive: true, force: true });
});

async function start(...args: string[]): Promise<RunningCommand> {
  const started = startCommand([...args, "--port", "0", "--console-directory", ".", ...settings], cwd);
  running.add(started);
  await untilItSpeaks(started);
  return started;
}

const finish = (...args: string[]) => finishCommand([...args, ...settings], cwd);

/** Where the link leads, and what it carries. */
function readLink(text: string): { readonly origin: string; readonly signInToken: string } {
  const [, origin = "", signInToken = ""] = /(http:\S+)\/sign-in#token=(remit_signin_\S+)/.exec(text) ?? [];
  assert.notEqual(signInToken, "", text);
  return { origin, signInToken };
}

const nameOf = async (page: SignedInPage): Promise<string | undefined> =>
  (await page.session()).json.session?.principalName;

describe("a link into the console", () => {
  it("is printed by dev, works once, and is not in the connection file", async () => {
    const server = await start("dev");
    const { origin, signInToken } = readLink(server.out());
    assert.match(server.out(), /^ {2}Console +http:\/\/127\.0\.0\.1:\d+$/m);
    const connection = readFileSync(connectionFile, "utf8");
    assert.ok(!connection.includes("signin"));
    assert.equal((JSON.parse(connection) as { consoleUrl: string }).consoleUrl, origin);
    const page = new SignedInPage(origin);
    assert.equal((await page.signIn({ signInToken })).status, 200);
    assert.equal(await nameOf(page), "owner@remit.invalid");
    assert.equal((await new SignedInPage(origin).signIn({ signInToken })).status, 401);

    const { exitCode, out } = await remit(["sign-in-link"], { cwd });
    assert.equal(exitCode, 0);
    const another = readLink(out);
    assert.equal(another.origin, origin);
    assert.equal((await new SignedInPage(origin).signIn({ signInToken: another.signInToken })).status, 200);
    await server.stop();
  });

  it("is printed by dev alone: serve says where the console is, and no more", async () => {
    const server = await start("serve");
    const [, port = ""] = /listening on 127\.0\.0\.1:(\d+)/.exec(server.out()) ?? [];
    assert.match(server.out(), new RegExp(`^Console: http://127\\.0\\.0\\.1:${port}$`, "m"));
    assert.doesNotMatch(`${server.out()}${server.err()}`, /sign-in#token/);
    await server.stop();
  });

  it("leads to nothing where there is no console, and the settings say what is wrong with one", async () => {
    const wrong = await finish("serve", "--console-directory", ".remit");
    assert.equal(wrong.exitCode, 2);
    assert.match(
      wrong.err,
      /console\.directory \(--console-directory\): there is no console in .*\.remit: no index\.html/,
    );
    const idle = await finish("serve", "--session-idle-minutes", "0");
    assert.equal(idle.exitCode, 2);
    assert.match(idle.err, /session\.idleMinutes \(--session-idle-minutes\)/);
  });
});
