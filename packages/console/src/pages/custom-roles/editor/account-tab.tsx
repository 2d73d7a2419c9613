// What is held on the account itself; at the bottom, what concerns Custom Roles, with a warning.
import { Alert, Divider, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMemo } from "react";
import { offersFor } from "../draft/offer.ts";
import { entriesOf, isOn, setAccountActions, strayActions } from "../draft/role-draft.ts";
import classes from "./editor.module.css";
import { ResourceTab, type ResourceTabProps } from "./resource-tab.tsx";
import { StrayActions } from "./stray-actions.tsx";
import { SwitchList } from "./switch-list.tsx";

type AccountTabProps = Omit<ResourceTabProps, "type">;

const customRoles = "cloud.customrole";

export function AccountTab(props: AccountTabProps) {
  const { draft, onChange, own, errorsOf } = props;
  const groups = useMemo(() => offersFor("accounts"), []);
  const entries = entriesOf(draft, "accounts");
  const isOnAccount = (operation: string): boolean => entries.some((entry) => isOn(entry, operation));
  const toggle = (operations: readonly string[], on: boolean) => onChange(setAccountActions(draft, operations, on));
  const errors = entries.flatMap(({ key }) => errorsOf(key));
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        Permissions on this account, listed by type.
      </Text>
      {errors.map((error) => (
        <Text key={error} size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      ))}
      <StrayActions actions={entries.flatMap(strayActions)} onRemove={(action) => toggle([action], false)} />
      <SwitchList
        label="Permissions on the account"
        groups={groups.filter(({ family }) => family !== customRoles)}
        isOn={isOnAccount}
        onToggle={toggle}
        own={own}
      />
      <Divider />
      <Title order={3} size="h4">
        Custom Roles
      </Title>
      <Alert
        color="orange"
        classNames={{ title: classes.alertTitle ?? "" }}
        variant="light"
        icon={<IconAlertTriangle aria-hidden />}
        title="Whoever holds these can hand on what they hold"
      >
        Creating, updating and assigning Custom Roles lets their holders give permissions to others, and to themselves
        as far as they hold them already. Give them to those alone who administer access.
      </Alert>
      <SwitchList
        label="Permissions on defining and assigning Custom Roles"
        groups={groups.filter(({ family }) => family === customRoles)}
        isOn={isOnAccount}
        onToggle={toggle}
        own={own}
      />
      <ResourceTab type="custom-roles" {...props} />
    </Stack>
  );
}
