// docs/api.md: one section for each family, one entry for each RPC, and the messages they share at the end.
import type { DescEnum, DescField, DescMessage } from "@bufbuild/protobuf";
import { familyOrder, type Rpc } from "./describe-rpcs.ts";
import { grantableInWords, predefinedRolesWith, targetInWords } from "./gate-words.ts";
import { anchorOf, generatedNote, table } from "./markdown.ts";
import { requestsAndResponses, sharedTypes, shortName, typeInWords } from "./messages.ts";
import { readComments } from "./read-comments.ts";

const intro = `# API reference

${generatedNote}

Every RPC that Remit knows, with the operation that gates it. \`CloudService\` is Temporal's Cloud Ops API
(\`temporal.api.cloud.cloudservice.v1\`, 90 RPCs); \`AccessService\`, \`IdentityService\`,
\`ResponsibilityService\`, \`RequestService\`, \`ActivityService\`, \`NamespaceService\`, \`UsageService\` and
\`SessionService\` are Remit's own (\`remit.v1\`). All are
served on the same ports over gRPC, gRPC-Web, Connect and the REST routes shown here.
[openapi.json](openapi.json) describes the REST form; [permissions.md](permissions.md) lists the operations.

- Every call but AcceptInvitation carries \`authorization: Bearer <API key>\`. The console's pages carry a session's cookie
  and \`x-remit-console: 1\` instead; \`SessionService\` is theirs alone.
- \`operation †\`: the name is Remit's own. Temporal documents what the call does, but no name for the right to do it.
- *Custom role*: whether a custom role may carry the operation, and on which resource types, or why not.
- *Predefined*: the roles that carry it, the weakest first: a level on the Namespace, a role on the project, an account
  role. Namespace and project roles count where the resource lies in them.
- *Cover rule*: nobody gives, or takes on, what they do not hold themselves.
- *not served yet*: answers Unimplemented, after the same checks.
`;

export function renderApiPage(rpcs: readonly Rpc[]): string {
  const comments = readComments();
  const sections = familyOrder.map((family) =>
    renderFamily(
      family,
      rpcs.filter((rpc) => rpc.family === family),
      comments,
    ),
  );
  return `${[intro, renderIndex(rpcs), ...sections, renderTypes(rpcs, comments)].join("\n")}`;
}

function renderIndex(rpcs: readonly Rpc[]): string {
  const rows = familyOrder.map((family) => {
    const members = rpcs.filter((rpc) => rpc.family === family);
    const links = members.map(
      ({ method, row }) => `[${method.name}](#${anchorOf(method.name)})${row.served ? "" : " ○"}`,
    );
    return [`[${family}](#${anchorOf(family)})`, links.join(", ")];
  });
  const served = rpcs.filter(({ row }) => row.served).length;
  const counts = `${served} of ${rpcs.length} RPCs are served; those marked ○ answer Unimplemented.`;
  return `## Index\n\n${table(["Family", "RPCs"], rows)}\n\n${counts}\n`;
}

function renderFamily(family: string, rpcs: readonly Rpc[], comments: ReadonlyMap<string, string>): string {
  const rows = rpcs.map((rpc) => [
    `[${rpc.method.name}](#${anchorOf(rpc.method.name)})`,
    rpc.routes.map(({ verb, path }) => `\`${verb} ${path}\``).join(", "),
    rpc.gates.map(({ permission }) => operationInWords(permission)).join(" and "),
    rpc.row.served ? "yes" : "not yet",
  ]);
  const overview = table(["RPC", "REST", "Operation", "Served"], rows);
  return [`## ${family}\n`, `${overview}\n`, ...rpcs.map((rpc) => renderRpc(rpc, comments))].join("\n");
}

function renderRpc(rpc: Rpc, comments: ReadonlyMap<string, string>): string {
  const { method, row, summary, deprecated } = rpc;
  const notes = [row.served ? "" : "*Not served yet.*", deprecated ? "*Deprecated by Temporal.*" : ""].filter(Boolean);
  return [
    `### ${method.name}\n`,
    `${[summary === "" ? "" : `${summary}.`.replace(/\.\.$/, "."), ...notes].filter(Boolean).join(" ")}\n`,
    ...rpc.routes.map(({ verb, path }) => `\`${verb} ${path}\`\n`),
    `${renderGates(rpc)}\n`,
    ...(rpc.mustCover === null ? [] : [`Cover rule: the caller must hold ${rpc.mustCover}.\n`]),
    renderFields("Request", method.input, comments),
    renderFields("Response", method.output, comments),
  ].join("\n");
}

function renderGates({ gates }: Rpc): string {
  const rows = gates.map((gate) => [
    operationInWords(gate.permission),
    targetInWords(gate),
    grantableInWords(gate) ?? "nothing to grant",
    gate.permission === null
      ? "everyone"
      : predefinedRolesWith(gate.permission)
          .map((role) => `\`${role}\``)
          .join(", "),
  ]);
  return table(["Operation", "Held on", "Custom role", "Predefined"], rows);
}

function operationInWords(permission: Rpc["gates"][number]["permission"]): string {
  if (permission === null) return "none";
  return `\`${permission.operation}\`${permission.nameIsOurs ? " †" : ""}`;
}

function renderFields(title: string, message: DescMessage, comments: ReadonlyMap<string, string>): string {
  if (message.fields.length === 0) return `${title}: empty.\n`;
  return `${title}:\n\n${fieldTable(message, comments)}\n`;
}

function fieldTable(message: DescMessage, comments: ReadonlyMap<string, string>): string {
  const rows = message.fields.map((field) => [
    `\`${field.name}\``,
    typeInWords(field, linkTo),
    fieldNotes(field, comments.get(`${message.name}.${field.name}`)),
  ]);
  return table(["Field", "Type", "Notes"], rows);
}

function fieldNotes(field: DescField, comment: string | undefined): string {
  const oneof = field.oneof?.fields.map((member) => `\`${member.name}\``).join(", ");
  return [field.deprecated ? "deprecated" : "", oneof === undefined ? "" : `one of ${oneof}`, comment ?? ""]
    .filter(Boolean)
    .join("; ");
}

function linkTo(type: DescMessage | DescEnum): string {
  if (type.typeName.startsWith("google.protobuf.")) return type.name;
  return `[${shortName(type)}](#${anchorOf(shortName(type))})`;
}

function renderTypes(rpcs: readonly Rpc[], comments: ReadonlyMap<string, string>): string {
  const types = sharedTypes(requestsAndResponses(rpcs.map(({ method }) => method)));
  const parts = types.map((type) => {
    if (type.kind === "message")
      return `### ${shortName(type)}\n\n${type.fields.length === 0 ? "No fields: being set is what it says." : fieldTable(type, comments)}\n`;
    return `### ${shortName(type)}\n\n${table(
      ["Value", "Number"],
      type.values.map(({ name, number }) => [`\`${name}\``, `${number}`]),
    )}\n`;
  });
  return [`## Messages and enums\n`, ...parts].join("\n");
}
