// A Namespace that is asked for: in the words of the request, and as the spec that CreateNamespace would get.
import { create } from "@bufbuild/protobuf";
import type { WantedNamespace } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import {
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { Model } from "@remit/responsibility";
import { invalidField, quote, RemitError } from "../errors.ts";
import { requireText } from "./checks.ts";
import type { Mutation } from "./mutation.ts";
import { type NewNamespace, requireValidNamespace } from "./namespace-creation.ts";
import { requireTags } from "./namespace-tags.ts";

export function toNewNamespace(wanted: WantedNamespace): NewNamespace & { readonly spec: NamespaceSpec } {
  const { name, region, retentionDays, codecEndpoint, projectId } = wanted;
  const spec = create(NamespaceSpecSchema, {
    name,
    retentionDays,
    replicas: [{ region }],
    apiKeyAuth: { enabled: true },
    ...(codecEndpoint !== "" && { codecServer: { endpoint: codecEndpoint } }),
  });
  return { spec, projectId, tags: tagsOf(wanted) };
}

const tagsOf = ({ teamId, dataClassification }: WantedNamespace): Record<string, string> => ({
  team: teamId,
  "data-classification": dataClassification,
});

/** Whether it is taken is not said: names are for those to know who may see Namespaces. @throws RemitError INVALID_FIELD */
export async function requireWantedNamespace(mutation: Mutation, wanted: WantedNamespace): Promise<void> {
  requireText(wanted.projectId, "namespace.project_id", { min: 0, max: 255 });
  const { spec } = toNewNamespace(wanted);
  if (spec.retentionDays === 0) spec.retentionDays = mutation.deps.limits.retentionDefaultDays;
  try {
    await requireValidNamespace(mutation, spec);
    requireTags(tagsOf(wanted), "tags");
  } catch (error) {
    throw inWordsOfRequest(error);
  }
}

/** Field of the spec, or tag → field of the request. */
const fields: Readonly<Record<string, string>> = {
  "spec.name": "namespace.name",
  "spec.retention_days": "namespace.retention_days",
  "spec.replicas[0].region": "namespace.region",
  "spec.codec_server.endpoint": "namespace.codec_endpoint",
  'tags["team"]': "namespace.team_id",
  'tags["data-classification"]': "namespace.data_classification",
};

function inWordsOfRequest(error: unknown): unknown {
  if (!(error instanceof RemitError) || error.detail.field === undefined) return error;
  const { field } = error.detail;
  return invalidField(fields[field] ?? "namespace", error.message.replace(`${field}: `, ""));
}

/** @throws RemitError INVALID_FIELD */
export function requireTeamForNamespace({ matrix, teams }: Model, id: string): void {
  const team = teams.find((candidate) => candidate.id === id);
  if (team === undefined) throw invalidField("namespace.team_id", `there is no team ${quote(id)}`);
  const kind = matrix.kinds.find((candidate) => candidate.id === team.kind);
  if (kind?.scope !== "namespaces")
    throw invalidField("namespace.team_id", `team ${quote(id)} is of a kind that owns no Namespaces`);
}
