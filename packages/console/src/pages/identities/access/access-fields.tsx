// The part of a form that says what somebody may do: account role, custom roles, Namespaces, projects.
import { Alert, Fieldset, Radio, Stack, Text } from "@mantine/core";
import { accountRoles } from "@remit/policy";
import { IconInfoCircle } from "@tabler/icons-react";
import { type AccessDraft, takesEntries } from "./access-draft.ts";
import { accountRoleChoices, namespacePermissionChoices, projectRoleChoices } from "./access-words.ts";
import { CustomRolesField } from "./custom-roles-field.tsx";
import { Legend } from "./legend.tsx";
import { LevelEntries } from "./level-entries.tsx";

export interface AccessFieldsProps {
  readonly value: AccessDraft;
  readonly onChange: (draft: AccessDraft) => void;
  /** Messages by field of the wire, as the server names them. */
  readonly errors: ReadonlyMap<string, string>;
}

export function AccessFields({ value, onChange, errors }: AccessFieldsProps) {
  const change = (part: Partial<AccessDraft>) => onChange({ ...value, ...part });
  return (
    <Stack gap="lg">
      <Fieldset mx={0} legend={<Legend>Account role</Legend>}>
        <Radio.Group
          aria-label="Account role"
          value={value.accountRole}
          onChange={(role) => change({ accountRole: role as AccessDraft["accountRole"] })}
          error={errors.get("spec.access.account_access.role")}
        >
          <Stack gap="sm">
            {accountRoleChoices.map(({ value: role, label, description }) => (
              <Radio key={role} value={role} label={label} description={description} />
            ))}
          </Stack>
        </Radio.Group>
      </Fieldset>
      <CustomRolesField
        description="Added to the account role: a custom role never takes anything away."
        value={value.customRoles}
        onChange={(customRoles) => change({ customRoles })}
        error={errors.get("spec.access.account_access.custom_roles")}
      />
      {takesEntries(value) ? (
        <>
          <LevelEntries
            type="namespaces"
            legend="Namespace permissions"
            description="Each on one Namespace."
            levels={namespacePermissionChoices}
            value={value.namespaces}
            onChange={(namespaces) => change({ namespaces })}
          />
          <LevelEntries
            type="projects"
            legend="Project roles"
            description="Each on one project and what lies in it."
            levels={projectRoleChoices}
            value={value.projects}
            onChange={(projects) => change({ projects })}
          />
        </>
      ) : (
        <Alert variant="light" icon={<IconInfoCircle aria-hidden />}>
          <Text size="sm">
            {value.accountRole !== "none" && accountRoles[value.accountRole].title} is Namespace Admin on every
            Namespace and Project Admin on every project: there is nothing to choose per Namespace or project.
          </Text>
        </Alert>
      )}
    </Stack>
  );
}
