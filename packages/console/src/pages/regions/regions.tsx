// Where Namespaces can be, and how many are there.
import type { Region } from "@remit/protocol/gen/temporal/api/cloud/region/v1/message_pb.ts";
import { IconWorld } from "@tabler/icons-react";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { TextLink } from "../../components/text-link.tsx";
import { regionsOf, useNamespaces } from "../../data/namespaces.ts";
import { providerOf, useRegions } from "../../data/regions.ts";

function Regions() {
  const { q = "" } = route.useSearch();
  const navigate = useNavigate({ from: "/regions" });
  const list = useRegions();
  const columns = useColumns();
  return (
    <Page title="Regions" description="Where Namespaces can be. Each leads to a Temporal server of the platform.">
      <DataTable
        label="Regions"
        list={list}
        keyOf={({ id }) => id}
        nameOf={({ id }) => id}
        columns={columns}
        textOf={(region) => `${region.id} ${region.location} ${providerOf(region)}`}
        search={{ text: q, onChange: (value) => void navigate({ search: { q: value }, replace: true }) }}
        empty={
          <EmptyState title="No regions" icon={<IconWorld aria-hidden />}>
            The platform team configures them.
          </EmptyState>
        }
      />
    </Page>
  );
}

function useColumns(): readonly Column<Region>[] {
  const { items } = useNamespaces();
  return useMemo(() => {
    const counts = new Map<string, number>();
    for (const namespace of items) {
      for (const region of regionsOf(namespace)) counts.set(region, (counts.get(region) ?? 0) + 1);
    }
    return [
      { title: "Region", sortBy: ({ id }) => id, render: ({ id }) => id },
      { title: "Provider", sortBy: providerOf, render: providerOf },
      { title: "Location", sortBy: ({ location }) => location, render: ({ location }) => location },
      {
        title: "Namespaces that you see",
        sortBy: ({ id }) => counts.get(id) ?? 0,
        render: ({ id }) => (
          <TextLink to="/namespaces" search={{ q: id }} aria-label={`Namespaces in ${id}: ${counts.get(id) ?? 0}`}>
            {counts.get(id) ?? 0}
          </TextLink>
        ),
      },
    ];
  }, [items]);
}

export const route = createLazyRoute("/signed-in/regions")({ component: Regions });
