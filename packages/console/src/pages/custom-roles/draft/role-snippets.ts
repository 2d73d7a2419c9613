// The same role for those who keep theirs in files: Terraform's provider for Temporal Cloud, and command lines.
// Source: the provider's documentation of temporalcloud_custom_role and its PR #427 for the spelling of resource types;
// the reference of `temporal cloud custom-role`. tcld has no commands for custom roles.
import { type RoleDraft, toSpec } from "./role-draft.ts";
import { toJsonText } from "./role-json.ts";

export function toTerraform(draft: RoleDraft): string {
  const { name, description, permissions } = toSpec(draft);
  return [
    `resource "temporalcloud_custom_role" "${toIdentifier(name)}" {`,
    `  name        = ${quoteHcl(name)}`,
    ...(description === "" ? [] : [`  description = ${quoteHcl(description)}`]),
    "",
    "  permissions = [",
    ...permissions.flatMap(({ actions, resources }) => [
      "    {",
      "      actions = [",
      ...actions.map((action) => `        ${quoteHcl(action)},`),
      "      ]",
      "      resources = {",
      `        resource_type = ${quoteHcl(resources?.resourceType ?? "")}`,
      // Required by the provider, also when it is empty.
      `        resource_ids  = [${(resources?.resourceIds ?? []).map(quoteHcl).join(", ")}]`,
      `        allow_all     = ${resources?.allowAll ?? false}`,
      "      }",
      "    },",
    ]),
    "  ]",
    "}",
  ].join("\n");
}

/** Letters, digits, "_" and "-", not beginning with a digit or "-": what Terraform takes as a name. */
function toIdentifier(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_-]/g, "_");
  return /^[A-Za-z_]/.test(safe) ? safe : `role_${safe}`;
}

/** HCL's quoted string: like JSON's, but "${" and "%{" would begin a template, and \b and \f are not known. */
const quoteHcl = (text: string): string =>
  JSON.stringify(text)
    .replace(/([$%])(?=\{)/g, "$1$1")
    .replace(
      /(?<!\\)((?:\\\\)*)\\([bf])/g,
      (_, before: string, letter: string) => `${before}\\u00${letter === "b" ? "08" : "0c"}`,
    );

/** Creates the role or brings it up to date, by its name. */
export const toTemporalCommand = (draft: RoleDraft): string =>
  withFile(draft, (file) => `temporal cloud custom-role apply --spec @${file}`);

export const toRemitCommand = (draft: RoleDraft): string =>
  withFile(draft, (file) => `remit custom-role import ${file}`);

function withFile(draft: RoleDraft, command: (file: string) => string): string {
  const file = `${draft.name.replace(/[^A-Za-z0-9_-]/g, "_").replace(/^-/, "_") || "custom-role"}.json`;
  // Quoted, so that the shell leaves the text as it is; in JSON a line of the text cannot be the closing word alone.
  return [`cat > ${file} <<'END'`, toJsonText(draft), "END", command(file)].join("\n");
}
