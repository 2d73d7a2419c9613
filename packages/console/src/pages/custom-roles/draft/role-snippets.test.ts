import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fromSpec } from "./role-draft.ts";
import { toRemitCommand, toTemporalCommand, toTerraform } from "./role-snippets.ts";

const draft = fromSpec({
  name: "9-auditor",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what must not become a template of Terraform
  description: 'Reads "all" of ${var.secret} and %{if}\b\nfor us',
  permissions: [
    {
      actions: ["cloud.namespace.get", "cloud.namespace.updateTags"],
      resources: { resourceType: "namespaces", allowAll: false, resourceIds: ["orders.acc"] },
    },
    { actions: ["cloud.namespace.list"], resources: { resourceType: "accounts", allowAll: true, resourceIds: [] } },
  ],
});

describe("a role in files", () => {
  it("is a resource of Temporal Cloud's Terraform provider, in which nothing of the text is a template", () => {
    const text = toTerraform(draft);
    assert.match(text, /^resource "temporalcloud_custom_role" "role_9-auditor" \{$/m);
    assert.ok(text.includes('description = "Reads \\"all\\" of $${var.secret} and %%{if}\\u0008\\nfor us"'), text);
    assert.match(text, /resource_type = "namespaces"\n\s+resource_ids {2}= \["orders\.acc"\]\n\s+allow_all {5}= false/);
    assert.match(text, /resource_type = "accounts"\n\s+resource_ids {2}= \[\]\n\s+allow_all {5}= true/);
  });

  it("is a file for the command lines, quoted so that the shell changes nothing in it", () => {
    assert.match(toTemporalCommand(draft), /^cat > 9-auditor\.json <<'END'\n\{\n/);
    assert.match(toTemporalCommand(draft), /\nEND\ntemporal cloud custom-role apply --spec @9-auditor\.json$/);
    assert.match(toRemitCommand(draft), /\nEND\nremit custom-role import 9-auditor\.json$/);
    const [first, ...rest] = toRemitCommand({ ...draft, name: "$(rm -rf)" }).split("\n");
    assert.deepEqual([first, rest.at(-1)], ["cat > __rm_-rf_.json <<'END'", "remit custom-role import __rm_-rf_.json"]);
  });
});
