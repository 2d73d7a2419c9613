// What a service account holds that is bound to one Namespace or project.
import { namespacePermissions, projectRoles } from "@remit/policy";
import type { ServiceAccountSpec } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { toNamespacePermission, toProjectRole } from "@remit/protocol/policy-access";
import { useResourceNames } from "../../../data/resources.ts";
import { Levels } from "./access-tab.tsx";
import { Section } from "./section.tsx";

export function BoundTab({ spec }: { readonly spec: ServiceAccountSpec }) {
  const projectName = useResourceNames("projects");
  const { namespaceScopedAccess: ns, projectScopedAccess: project } = spec;
  const levelOf = (permission: number) => {
    const level = toNamespacePermission(permission);
    return level === null ? "–" : namespacePermissions[level].title;
  };
  const role = toProjectRole(project?.access?.role ?? 0);
  return (
    <Section title={ns === undefined ? "Bound to one project" : "Bound to one Namespace"}>
      <Levels
        none="Nothing."
        entries={[
          ...(ns === undefined ? [] : [[ns.namespace, levelOf(ns.access?.permission ?? 0)] as const]),
          ...(project === undefined
            ? []
            : [[projectName(project.projectId), role === null ? "None" : projectRoles[role].title] as const]),
          ...Object.entries(project?.namespaceAccesses ?? {}).map(
            ([id, { permission }]) => [id, levelOf(permission)] as const,
          ),
        ]}
      />
    </Section>
  );
}
