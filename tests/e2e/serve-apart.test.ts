// The two roles of a process, apart on one Postgres: what one accepts, the other carries out.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { finishCommand, startCommand, untilItSpeaks } from "../../packages/server/src/commands/testing/command.ts";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { createCaller } from "../harness/control-plane.ts";
import { makeDirectory, sharePostgres } from "../harness/databases.ts";
import { makeNamespace } from "../harness/namespaces.ts";

const freshPostgres = sharePostgres();

describe("serve --only", () => {
  it("accepts a Namespace in one process, and makes it real in the other", async (t) => {
    const temporal = await temporalForTest();
    if (typeof temporal === "string") return t.skip(temporal);
    t.after(() => temporal.stop());
    const database = await freshPostgres();
    if (typeof database === "string") return t.skip(database);
    t.after(() => database[Symbol.asyncDispose]());
    await using directory = await makeDirectory();
    const keyFile = join(directory.path, "secrets.key");
    writeFileSync(keyFile, randomBytes(32).toString("base64"));
    const settings = ["--postgres-url", database.url, "--secrets-key-file", keyFile, "--log-level", "silent"];
    const serve = (role: string) =>
      ["serve", "--only", role, ...settings, "--port", "0", "--temporal-address", temporal.address] as const;

    const api = startCommand(serve("api"), directory.path);
    t.after(api.stop);
    const text = await untilItSpeaks(api);
    const address = /listening on (\S+) \(plaintext\)$/m.exec(text)?.[1] ?? assert.fail(text);
    const key = /remit_key_\S+/.exec(text)?.[0] ?? assert.fail("no key at the first start");

    const operations = startCommand(serve("operations"), directory.path);
    t.after(operations.stop);
    assert.match(await untilItSpeaks(operations), /running operations, no port$/);

    const { namespace, state } = await makeNamespace(createCaller(`http://${address}`, key));
    assert.match(namespace, /^orders-\w+\.[a-z0-9]{6}$/);
    assert.equal(state, ResourceState.ACTIVE);

    const doctor = await finishCommand(["doctor", ...settings, "--temporal-address", temporal.address], directory.path);
    assert.match(doctor.out, /^ok {3}clock +agrees with the database's$/m);
    assert.match(doctor.out, /^ok {3}schema/m);
  });
});
