// The Go client itself: plaintext and TLS, an operation id on every write, and retries that permanent errors must not set off.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { CloudService } from "@remit/protocol";
import { keepLocalCertificate } from "../../packages/server/src/config/local-ca.ts";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { startPlane } from "../harness/control-plane.ts";
import { buildGoProgram } from "../harness/go-program.ts";
import { runProgram } from "../harness/run-program.ts";
import { story } from "../rpcs/story/whole.ts";
import { startStoryPlane } from "../rpcs/story-plane.ts";
import { beginNames, isServed } from "../rpcs/tell.ts";

interface Answers {
  readonly plaintext: string;
  readonly tls: string;
  readonly sentOperation: boolean;
  readonly emptyGroup: boolean;
  readonly fulfilled: boolean;
  readonly failures: Readonly<
    Record<string, { readonly code: string; readonly message: string; readonly attempts: number }>
  >;
  /** Null when it broke off. */
  readonly called: readonly string[] | null;
  readonly storyError: string;
}

describe("the Go client", () => {
  const folder = mkdtempSync(join(tmpdir(), "remit-go-"));
  let answers: Answers | string = "not asked";
  let withoutServer: string | undefined;

  before(async () => {
    const program = await buildGoProgram(join(import.meta.dirname, "go-sdk"), folder);
    if ("missing" in program) {
      answers = program.missing;
      return;
    }
    const server = await temporalForTest();
    if (typeof server === "string") withoutServer = server;
    try {
      answers = await ask(program.file, folder, typeof server === "string" ? undefined : server.address);
    } finally {
      if (typeof server !== "string") await server.stop();
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function promise(title: string, prove: (found: Answers, t: TestContext) => void): void {
    it(title, (t: TestContext) => (typeof answers === "string" ? t.skip(answers) : prove(answers, t)));
  }

  promise("talks plaintext when it is told to", ({ plaintext }) => assert.equal(plaintext, "owner@example.com"));
  promise("talks TLS with the local authority", ({ tls }) => assert.equal(tls, "owner@example.com"));
  promise("sends an operation id of its own, which is accepted", ({ sentOperation, fulfilled }) =>
    assert.ok(sentOperation && fulfilled),
  );
  promise("reads a cloud group as one, with an access that is not nil", ({ emptyGroup }) => assert.ok(emptyGroup));

  const permanent = {
    "stale version": "FailedPrecondition",
    "nothing to change": "InvalidArgument",
    "not found": "NotFound",
    "bad input": "InvalidArgument",
  };
  for (const [what, code] of Object.entries(permanent)) {
    promise(`is told ${code} for: ${what}, and does not try again`, ({ failures }) => {
      assert.equal(failures[what]?.code, code, failures[what]?.message);
      assert.equal(failures[what]?.attempts, 1);
    });
  }

  promise("calls every RPC that is served, with its own messages, and is answered", (found, t) => {
    if (withoutServer !== undefined) return t.skip(withoutServer);
    assert.equal(found.storyError, "");
    const served = CloudService.methods.map(({ name }) => name).filter((rpc) => isServed({ rpc }));
    assert.deepEqual(
      served.filter((rpc) => !found.called?.includes(rpc)),
      [],
      "tests/rpcs/story has no step for these",
    );
  });

  promise("finds the words that tell it that nothing would change", ({ failures }) =>
    assert.match(failures["nothing to change"]?.message ?? "", /nothing to change/),
  );
});

/** Without a Temporal server there is no story to tell. */
async function ask(program: string, folder: string, temporalAddress: string | undefined): Promise<Answers> {
  const { cert, key, caFile } = await keepLocalCertificate(join(folder, "tls"), []);
  const tls = { host: "127.0.0.1", port: 0, cert, key };
  const listen = { plaintext: { host: "127.0.0.1", port: 0 }, tls, hostNames: [] };
  await using plane = await (temporalAddress === undefined
    ? startPlane({ listen })
    : startStoryPlane(temporalAddress, { listen }));
  const steps = join(folder, "story.json");
  writeFileSync(steps, JSON.stringify(story.filter(isServed)));
  const where = {
    plaintext: plane.plane.plaintextAddress,
    tls: plane.plane.tlsAddress,
    caFile,
    apiKey: plane.ownerKey,
    story: temporalAddress === undefined ? "" : steps,
    names: Object.fromEntries(beginNames()),
  };
  const { code, stdout, stderr } = await runProgram(program, [JSON.stringify(where)]);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as Answers;
}
