import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { createSettingsSchema, type SettingsSchema, settingsOf } from "../packages/server/src/config/schema.ts";
import { defaultLimits } from "../packages/server/src/resources/limits.ts";
import { renderConfigReference } from "./config-reference.ts";

const pages = renderConfigReference();
const page = (name: string): string => pages.get(name) ?? assert.fail(`no page ${name}`);
const schema: SettingsSchema = createSettingsSchema(defaultLimits);
const rows = settingsOf(schema);

describe("the configuration reference", () => {
  for (const [name, content] of pages) {
    it(`docs/${name} is what npm run docs makes`, () => {
      const committed = readFileSync(join(import.meta.dirname, "../docs", name), "utf8");
      assert.ok(committed === content, `docs/${name} is out of date: run npm run docs`);
    });
  }

  it("lists every setting with its variable, its flag, a default and what it is for", () => {
    for (const { path, env, flag, noFlag, description, otherwise, defaultValue } of rows) {
      const lines = page("configuration.md").split("\n");
      const line = lines.find((text) => text.startsWith(`| \`${path}\` |`)) ?? "";
      assert.ok(line.includes(`\`${env}\``), path);
      assert.ok(flag === null ? noFlag !== undefined : line.includes(`\`--${flag}\``), path);
      assert.ok(description.length > 10 && description.endsWith("."), path);
      assert.ok(otherwise !== undefined || defaultValue !== undefined, `${path} does not say what happens without it`);
    }
  });

  it("gives no two settings one variable or flag, and each variable Remit's prefix but Temporal's own", () => {
    assert.equal(new Set(rows.map(({ env }) => env)).size, rows.length);
    const flags = rows.flatMap(({ flag }) => flag ?? []);
    assert.equal(new Set(flags).size, flags.length);
    for (const { env } of rows) assert.match(env, /^REMIT_[A-Z0-9_]+$|^TEMPORAL_ADDRESS$/);
  });

  it("shows an example that is accepted", () => {
    const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page("configuration.md")) ?? [];
    const parsed = schema.safeParse(parse(example));
    assert.ok(parsed.success, parsed.error?.message);
  });

  it("publishes a schema of standard keywords that names every limit and refuses unknown keys", () => {
    const text = page("remit.schema.json");
    assert.doesNotMatch(text, /"(env|flag|noFlag|otherwise)":/);
    const published = JSON.parse(text) as {
      additionalProperties: boolean;
      properties: { limits: { properties: object; additionalProperties: boolean } };
    };
    assert.equal(published.additionalProperties, false);
    assert.equal(published.properties.limits.additionalProperties, false);
    assert.deepEqual(Object.keys(published.properties.limits.properties), Object.keys(defaultLimits));
  });
});
