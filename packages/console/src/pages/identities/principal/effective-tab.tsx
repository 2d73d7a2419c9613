// Everything that somebody may do, or a member of a group through it alone, each with the path that gives it.
import { Text } from "@mantine/core";
import { findPermission } from "@remit/policy";
import type { EffectivePermissionsResponse_Entry } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { IconShieldOff } from "@tabler/icons-react";
import { useMemo } from "react";
import { type Column, DataTable } from "../../../components/data-table.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Reasons } from "../../../components/reasons.tsx";
import { type Holding, useHeldPermissions } from "../../../data/access-questions.ts";

type Entry = EffectivePermissionsResponse_Entry;

export function EffectiveTab({ of }: { readonly of: Holding }) {
  const { data, error, isPending, refetch } = useHeldPermissions(of);
  const list = useMemo(
    () => ({
      items: data?.entries ?? [],
      complete: data !== undefined,
      loading: isPending,
      error: data === undefined ? error : null,
      retry: () => void refetch(),
    }),
    [data, isPending, error, refetch],
  );
  return (
    <DataTable
      label="Effective permissions"
      list={list}
      columns={columns}
      keyOf={(entry) => `${entry.operation} ${describeScope(entry)}`}
      nameOf={({ operation }) => operation}
      textOf={(entry) =>
        [
          entry.operation,
          findPermission(entry.operation)?.description ?? "",
          describeScope(entry),
          ...entry.reasons.map(({ text }) => text),
        ].join(" ")
      }
      empty={
        <EmptyState title="Nothing" icon={<IconShieldOff aria-hidden />}>
          {of.kind === "group"
            ? "No account role, custom role, Namespace or project of the group gives its members anything."
            : "No account role, custom role, Namespace or project gives anything, directly or through a group."}
        </EmptyState>
      }
    />
  );
}

function describeScope({ scope, allOfType }: Entry): string {
  const type = scope?.resourceType ?? "";
  if (type === "accounts") return "the account";
  return allOfType ? `all ${type}` : `${type}/${scope?.resourceId ?? ""}`;
}

const columns: readonly Column<Entry>[] = [
  {
    title: "Operation",
    sortBy: ({ operation }) => operation,
    render: ({ operation }) => (
      <>
        <Text size="sm" fw={500}>
          {operation}
        </Text>
        <Text size="xs" c="dimmed">
          {findPermission(operation)?.description}
        </Text>
      </>
    ),
  },
  { title: "On", width: "25%", sortBy: describeScope, render: describeScope },
  { title: "By", width: "40%", render: ({ reasons }) => <Reasons reasons={reasons} /> },
];
