// Who has access to a Namespace, and by what.
import { Stack, Text } from "@mantine/core";
import { AccessTable } from "../../components/access-table.tsx";
import { useNamespaceHolders } from "../../data/namespace-access.ts";

export function NamespaceAccess({ namespace }: { readonly namespace: string }) {
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw="75ch">
        Permissions on this Namespace. Custom roles may give more: the effective permissions of a principal show all.
      </Text>
      <AccessTable
        list={useNamespaceHolders(namespace)}
        here="On this Namespace"
        empty="Owners and Admins of the account reach every Namespace."
      />
    </Stack>
  );
}
