import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { loadConfig } from "./load.ts";

const directory = mkdtempSync(join(tmpdir(), "remit-exports-"));
after(() => rmSync(directory, { recursive: true }));

function load(settings: Readonly<Record<string, string>>) {
  const env = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`REMIT_EXPORTS_${name}`, value]));
  return loadConfig({ flags: new Map(), env, cwd: directory, file: null, mode: "dev", limits: {} });
}

describe("the settings of exports", () => {
  it("ask for nothing: once an hour, to the providers themselves, with credentials that are found there", () => {
    const loaded = load({});
    assert.ok(loaded.ok);
    const { everyMinutes, s3, gcs, azure } = loaded.config.exports;
    assert.deepEqual([everyMinutes, s3, gcs, azure], [60, { forcePathStyle: false }, {}, {}]);
  });

  it("read secrets from files, without the line's end", () => {
    for (const [name, text] of Object.entries({
      id: "id\n",
      secret: "secret\n",
      gcs: '{"type":"x"}\n',
      azure: "key\n",
    }))
      writeFileSync(join(directory, name), text);
    const loaded = load({
      S3_ACCESS_KEY_ID_FILE: "id",
      S3_SECRET_ACCESS_KEY_FILE: "secret",
      GCS_CREDENTIALS_FILE: "gcs",
      AZURE_ACCOUNT_KEY_FILE: "azure",
    });
    assert.ok(loaded.ok);
    const { s3, gcs, azure } = loaded.config.exports;
    assert.deepEqual(s3.credentials, { accessKeyId: "id", secretAccessKey: "secret" });
    assert.deepEqual([gcs.credentials, azure.accountKey], ['{"type":"x"}', "key"]);
  });

  it("are refused where half a key is given, a file is empty or holds something else", () => {
    writeFileSync(join(directory, "empty"), "\n");
    const problemsOf = (settings: Readonly<Record<string, string>>) => {
      const loaded = load(settings);
      assert.ok(!loaded.ok);
      return loaded.problems.join("\n");
    };
    assert.match(problemsOf({ S3_ACCESS_KEY_ID_FILE: "id" }), /secretAccessKeyFile.*is needed beside/);
    assert.match(problemsOf({ AZURE_ACCOUNT_KEY_FILE: "empty" }), /is empty/);
    assert.match(problemsOf({ GCS_CREDENTIALS_FILE: "id" }), /holds no JSON object/);
    assert.match(problemsOf({ S3_ENDPOINT: "ftp://x" }), /must begin with https/);
  });
});
