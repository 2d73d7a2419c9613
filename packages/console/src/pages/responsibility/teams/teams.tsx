// Every team: what kind it is, how it is reached, and how much it owns.
import type { Team } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { IconPlus } from "@tabler/icons-react";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { Contacts } from "../../../components/contacts.tsx";
import { type Column, DataTable } from "../../../components/data-table.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { MayButton } from "../../../components/may-button.tsx";
import { Page } from "../../../components/page.tsx";
import { TextLink } from "../../../components/text-link.tsx";
import { refusalOf, useMay } from "../../../data/access-questions.ts";
import { useMatrix } from "../../../data/matrix.ts";
import { useTeams } from "../../../data/teams.ts";
import { visibleName } from "../../../data/visible-name.ts";
import { ResponsibilityTabs } from "../tabs.tsx";
import { DeleteTeam } from "./delete-team.tsx";

function Teams() {
  const { q = "" } = route.useSearch();
  const teams = useTeams();
  const { data: stored } = useMatrix();
  const may = useMay("remit.responsibility.update", "accounts");
  const navigate = useNavigate();
  const [leaving, leave] = useState<Team | null>(null);
  const columns = useMemo(
    () => columnsFor((kind) => stored?.matrix.kinds.find(({ id }) => id === kind)?.title ?? kind),
    [stored],
  );
  const create = (
    <MayButton may={may} link={{ to: "/responsibility/teams/create" }} leftSection={<IconPlus size={16} aria-hidden />}>
      Create team
    </MayButton>
  );
  return (
    <Page title="Teams" description="Who answers: how each team is reached, and what it owns." actions={create}>
      <ResponsibilityTabs />
      <DataTable
        label="Teams"
        list={teams}
        columns={columns}
        keyOf={({ id }) => id}
        nameOf={({ id, spec }) => visibleName(spec?.name, id)}
        textOf={({ id, spec }) =>
          [id, spec?.name, spec?.kind, spec?.description, spec?.contacts?.chat, spec?.contacts?.email].join("\n")
        }
        search={{
          text: q,
          onChange: (text) => void navigate({ to: "/responsibility/teams", search: { q: text }, replace: true }),
        }}
        actions={[
          {
            label: "Edit",
            onClick: ({ id }) => void navigate({ to: "/responsibility/teams/$teamId/edit", params: { teamId: id } }),
            refusal: () => refusalOf(may),
          },
          { label: "Delete", danger: true, onClick: leave, refusal: () => refusalOf(may) },
        ]}
        empty={
          <EmptyState title="No team is there yet" action={create}>
            A team says how it is reached and which Namespaces it owns. Without one, nobody is named when somebody asks.
          </EmptyState>
        }
      />
      <DeleteTeam team={leaving} onClose={() => leave(null)} />
    </Page>
  );
}

const columnsFor = (kindTitle: (kind: string) => string): readonly Column<Team>[] => [
  {
    title: "Team",
    sortBy: ({ spec }) => spec?.name ?? "",
    render: ({ id, spec }) => (
      <TextLink to="/responsibility/teams/$teamId" params={{ teamId: id }} fw={500}>
        {visibleName(spec?.name, id)}
      </TextLink>
    ),
  },
  {
    title: "Kind",
    sortBy: ({ spec }) => kindTitle(spec?.kind ?? ""),
    render: ({ spec }) => kindTitle(spec?.kind ?? ""),
  },
  { title: "Contact", render: ({ spec }) => <Contacts contacts={spec?.contacts} /> },
  { title: "Owns", render: describeOwned },
];

/** How much, by what: the page of the team lists it. */
function describeOwned({ spec }: Team): string {
  const { namespaces = [], projects = [], tags = [] } = spec?.owns ?? {};
  const parts = [
    count(namespaces.length, "Namespace"),
    count(projects.length, "project"),
    count(tags.length, "tag"),
  ].filter((text) => text !== "");
  return parts.length === 0 ? "–" : parts.join(", ");
}

const count = (number: number, what: string): string =>
  number === 0 ? "" : `${number} ${what}${number === 1 ? "" : "s"}`;

export const route = createLazyRoute("/signed-in/responsibility/teams")({ component: Teams });
