// Who has access to a Namespace or a project, and whether it was given there.
import { IconUsers } from "@tabler/icons-react";
import type { AccessHolder } from "../data/access-holders.ts";
import type { WholeList } from "../data/all-pages.ts";
import { visibleName } from "../data/visible-name.ts";
import { type Column, DataTable } from "./data-table.tsx";
import { EmptyState } from "./empty-state.tsx";

export interface AccessTableProps {
  readonly list: WholeList<AccessHolder>;
  /** "On this Namespace" */
  readonly here: string;
  readonly empty: string;
}

export function AccessTable({ list, here, empty }: AccessTableProps) {
  return (
    <DataTable
      label="Access"
      list={list}
      keyOf={({ kind, id }) => `${kind} ${id}`}
      nameOf={({ name }) => name}
      columns={[
        ...columns,
        {
          title: "Given",
          width: 280,
          sortBy: ({ inherited }) => (inherited ? 1 : 0),
          render: ({ inherited }) => (inherited ? "By account role, project or group" : here),
        },
      ]}
      textOf={({ kind, name, id, permission }) => `${kind} ${name} ${id} ${permission}`}
      empty={
        <EmptyState title="Nobody has access" icon={<IconUsers aria-hidden />}>
          {empty}
        </EmptyState>
      }
    />
  );
}

const columns: readonly Column<AccessHolder>[] = [
  { title: "Name", sortBy: ({ name }) => name, render: ({ name, id }) => visibleName(name, id) },
  { title: "Kind", width: 150, sortBy: ({ kind }) => kind, render: ({ kind }) => kind },
  { title: "Permission", width: 170, sortBy: ({ permission }) => permission, render: ({ permission }) => permission },
];
