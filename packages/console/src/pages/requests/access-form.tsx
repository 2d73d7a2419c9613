// Asking for access for a time. What one does not see can be asked for all the same: its id is typed then.
import { Autocomplete, SegmentedControl, Select } from "@mantine/core";
import { useState } from "react";
import { useAskables } from "../../data/askables.ts";
import { describeError } from "../../data/describe-error.ts";
import { useMatrix } from "../../data/matrix.ts";
import { useOperationId } from "../../data/operation-id.ts";
import { useRequestChanges } from "../../data/requests.ts";
import { HoursField, ReasonField } from "./reason-fields.tsx";
import { RequestFrame } from "./request-frame.tsx";
import type { NewRequestSearch } from "./routes.ts";

type Kind = "namespace" | "project" | "custom-role";

const permissions = ["read", "write", "admin"];
const projectRoles = ["member", "list", "read", "contribute", "write", "admin"];
const usualHours = 8;

export function AccessForm({ search }: { readonly search: NewRequestSearch }) {
  const { askForAccess } = useRequestChanges();
  const { data: stored } = useMatrix();
  const askables = useAskables();
  const [kind, setKind] = useState<Kind>(firstKind(search));
  const [namespace, setNamespace] = useState(search.namespace ?? "");
  const [permission, setPermission] = useState(search.permission ?? "read");
  const [project, setProject] = useState(search.project ?? "");
  const [projectRole, setProjectRole] = useState("read");
  const [role, setRole] = useState(search.role ?? "");
  const [hours, setHours] = useState<number | string>(usualHours);
  const [reason, setReason] = useState("");
  const asyncOperationId = useOperationId(kind, namespace, permission, project, projectRole, role, hours, reason);
  const fields = askForAccess.error === null ? new Map<string, string>() : describeError(askForAccess.error).fields;
  const toWanted = () => {
    if (kind === "namespace") return { case: "namespaceAccess" as const, value: { namespace, permission } };
    if (kind === "project") {
      const projectId = idOf(askables.projects, project);
      return { case: "projectAccess" as const, value: { projectId, role: projectRole } };
    }
    return { case: "customRoleId" as const, value: idOf(askables.customRoles, role) };
  };
  const send = () =>
    askForAccess.mutateAsync({
      access: { wanted: toWanted() },
      reason,
      hours: Number(hours),
      asyncOperationId,
    });
  return (
    <RequestFrame busy={askForAccess.isPending} error={askForAccess.error} send={send}>
      <SegmentedControl
        aria-label="Access to"
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        data={[
          { value: "namespace", label: "Namespace" },
          { value: "project", label: "Project" },
          { value: "custom-role", label: "Custom role" },
        ]}
      />
      {kind === "namespace" && (
        <>
          <Autocomplete
            label="Namespace"
            description="Its id, name.account; also one that you do not see yet"
            data={askables.namespaces.map(({ id }) => id)}
            limit={50}
            value={namespace}
            onChange={setNamespace}
            required
            error={fields.get("access.namespace_access.namespace")}
          />
          <Select
            label="Permission"
            data={permissions}
            value={permission}
            onChange={(value) => setPermission(value ?? "read")}
            allowDeselect={false}
            error={fields.get("access.namespace_access.permission")}
          />
        </>
      )}
      {kind === "project" && (
        <>
          <Autocomplete
            label="Project"
            description="Its name, or its id when you do not see it yet"
            data={namesOf(askables.projects)}
            limit={50}
            value={project}
            onChange={setProject}
            required
            error={fields.get("access.project_access.project_id")}
          />
          <Select
            label="Role"
            data={projectRoles}
            value={projectRole}
            onChange={(value) => setProjectRole(value ?? "read")}
            allowDeselect={false}
            error={fields.get("access.project_access.role")}
          />
        </>
      )}
      {kind === "custom-role" && (
        <Autocomplete
          label="Custom role"
          description="Its name, or its id when you do not see it"
          data={namesOf(askables.customRoles)}
          limit={50}
          value={role}
          onChange={setRole}
          required
          error={fields.get("access.custom_role_id")}
        />
      )}
      <HoursField
        hours={hours}
        onChange={setHours}
        most={stored?.matrix.requests.maxHours}
        error={fields.get("hours")}
      />
      <ReasonField reason={reason} onChange={setReason} error={fields.get("reason")} />
    </RequestFrame>
  );
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Names that two things share lead nowhere: those are asked for by id. */
const namesOf = (things: readonly Named[]): string[] => [...new Set(things.map(({ name }) => name))];

function idOf(things: readonly Named[], text: string): string {
  const named = things.filter(({ name }) => name === text);
  return named.length === 1 && named[0] !== undefined ? named[0].id : text;
}

const firstKind = ({ project, role }: NewRequestSearch): Kind =>
  project !== undefined ? "project" : role !== undefined ? "custom-role" : "namespace";
