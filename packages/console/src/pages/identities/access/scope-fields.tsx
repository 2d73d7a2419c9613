// What a service account is bound to, for life: the account, one project, or one Namespace.
import { NativeSelect, Radio, Select, Stack } from "@mantine/core";
import type { NamespacePermission } from "@remit/policy";
import { useResources } from "../../../data/resources.ts";
import { AccessFields } from "./access-fields.tsx";
import { namespacePermissionChoices, projectRoleChoices } from "./access-words.ts";
import { LevelEntries } from "./level-entries.tsx";
import type { ScopeDraft } from "./scope-draft.ts";

export interface ScopeFieldsProps {
  readonly value: ScopeDraft;
  readonly onChange: (draft: ScopeDraft) => void;
  readonly errors: ReadonlyMap<string, string>;
  /** The scope of one that exists cannot be changed. */
  readonly fixed?: boolean;
}

const scopes = [
  { value: "account", label: "Account", description: "An account role, and Namespaces of your choice." },
  { value: "project", label: "One project", description: "Nothing outside the project." },
  { value: "namespace", label: "One Namespace", description: "Nothing outside the Namespace, but Read-Only." },
] as const;

export function ScopeFields({ value, onChange, errors, fixed = false }: ScopeFieldsProps) {
  const change = (part: Partial<ScopeDraft>) => onChange({ ...value, ...part });
  return (
    <Stack gap="lg">
      {!fixed && (
        <Radio.Group
          label="Scope"
          description="It cannot be changed afterwards."
          value={value.scope}
          onChange={(scope) => change({ scope: scope as ScopeDraft["scope"], resourceId: "", namespaces: {} })}
        >
          <Stack gap="sm" mt="xs">
            {scopes.map((scope) => (
              <Radio key={scope.value} {...scope} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {value.scope === "account" ? (
        <AccessFields value={value.access} onChange={(access) => change({ access })} errors={errors} />
      ) : (
        <BoundFields value={value} change={change} fixed={fixed} errors={errors} />
      )}
    </Stack>
  );
}

interface BoundFieldsProps {
  readonly value: ScopeDraft;
  readonly change: (part: Partial<ScopeDraft>) => void;
  readonly fixed: boolean;
  readonly errors: ReadonlyMap<string, string>;
}

function BoundFields({ value, change, fixed, errors }: BoundFieldsProps) {
  const isNamespace = value.scope === "namespace";
  const { items } = useResources(isNamespace ? "namespaces" : "projects");
  const field = isNamespace ? "spec.namespace_scoped_access.namespace" : "spec.project_scoped_access.project_id";
  const known = items.map(({ id, name }) => ({ value: id, label: name }));
  const data =
    fixed && !known.some((each) => each.value === value.resourceId)
      ? [...known, { value: value.resourceId, label: value.resourceId }]
      : known;
  return (
    <>
      <Select
        label={isNamespace ? "Namespace" : "Project"}
        data={data}
        value={value.resourceId === "" ? null : value.resourceId}
        onChange={(id) => change({ resourceId: id ?? "", namespaces: {} })}
        searchable
        limit={100}
        required
        disabled={fixed}
        nothingFoundMessage="None that you can see"
        error={errors.get(field)}
      />
      {isNamespace ? (
        <NativeSelect
          label="Namespace permission"
          data={namespacePermissionChoices.map((choice) => ({ ...choice }))}
          value={value.permission}
          onChange={(event) => change({ permission: event.currentTarget.value as NamespacePermission })}
        />
      ) : (
        <>
          <NativeSelect
            label="Project role"
            description="On the project and all that lies in it."
            data={[{ value: "none", label: "None" }, ...projectRoleChoices]}
            value={value.role}
            onChange={(event) => change({ role: event.currentTarget.value as ScopeDraft["role"] })}
          />
          {value.resourceId !== "" && (
            <LevelEntries
              type="namespaces"
              within={value.resourceId}
              legend="Namespace permissions"
              description="Added to the project role, each on one Namespace of the project."
              levels={namespacePermissionChoices}
              value={value.namespaces}
              onChange={(namespaces) => change({ namespaces })}
            />
          )}
        </>
      )}
    </>
  );
}
