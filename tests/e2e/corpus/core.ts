// The same world for the policy core alone, under the ids and names of the plane.
import { compile, decide, type ImpliedAccess, type PolicyData, renderReason, type Snapshot } from "@remit/policy";
import { type Decision, toPolicyData } from "../../../packages/policy/test-kit/corpus.ts";
import { type Ids, nameOf, type Scene, shiftMoment, wireIdOf } from "./names.ts";

export function compileScene(scene: Scene, ids: Ids): Snapshot {
  const data = toPolicyData(scene.world);
  const wire = (type: Parameters<typeof wireIdOf>[2]) => (name: string) => wireIdOf(scene, ids, type, name);
  const [project, namespace, role] = [wire("projects"), wire("namespaces"), wire("custom-roles")];
  const group = (name: string): string => ids.groups.get(name) ?? nameOf(scene, name);
  const toWireNames = (gives: ImpliedAccess): ImpliedAccess => {
    if (gives.kind === "custom-role") return { ...gives, customRole: role(gives.customRole) };
    return gives.kind === "project-access"
      ? { ...gives, project: project(gives.project) }
      : { ...gives, namespace: namespace(gives.namespace) };
  };
  const access = (one: PolicyData["groups"][number]["access"]): PolicyData["groups"][number]["access"] => ({
    ...one,
    customRoles: one.customRoles.map(role),
    namespaces: one.namespaces.map((each) => ({ ...each, namespace: namespace(each.namespace) })),
    projects: one.projects.map((each) => ({ ...each, project: project(each.project) })),
    implied: one.implied.map((each) => ({
      ...each,
      gives: toWireNames(each.gives),
      expiresAt: each.expiresAt === null ? null : shiftMoment(scene, new Date(each.expiresAt).toISOString()).getTime(),
    })),
  });
  const children = (of: PolicyData["namespaces"], type: Parameters<typeof wireIdOf>[2]) =>
    of.map((child) => ({ id: wire(type)(child.id), project: project(child.project) }));
  return compile({
    account: ids.account,
    projects: data.projects.map(project),
    namespaces: children(data.namespaces, "namespaces"),
    nexusEndpoints: children(data.nexusEndpoints, "nexus-endpoints"),
    connectivityRules: children(data.connectivityRules, "connectivity-rules"),
    customRoles: data.customRoles.map((one) => ({
      id: role(one.id),
      name: nameOf(scene, one.name),
      permissions: one.permissions.map((entry) => ({
        ...entry,
        resourceIds: entry.resourceIds.map(wire(entry.resourceType)),
      })),
    })),
    groups: data.groups.map((one) => ({
      id: group(one.id),
      name: nameOf(scene, one.name),
      access: access(one.access),
    })),
    principals: data.principals.map((one) => ({ ...one, access: access(one.access), groups: one.groups.map(group) })),
  });
}

/** Its reasons in words. An end of access is left out: the plane's is another moment. */
export function askCore(
  snapshot: Snapshot,
  scene: Scene,
  ids: Ids,
  { principal, operation, resource }: Decision,
): { answer: "allow" | "deny"; reasons: string[] } {
  const on = { type: resource.type, id: wireIdOf(scene, ids, resource.type, resource.id) };
  const decision = decide(snapshot, principal, operation, on, Date.now());
  return {
    answer: decision.effect,
    reasons: decision.effect === "allow" ? decision.reasons.map(renderReason).sort() : [],
  };
}

export const withoutEnd = (reason: string): string => reason.replace(/, until .+$/, "");
