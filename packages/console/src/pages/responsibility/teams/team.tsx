// One team: how to reach it, whom to turn to next, what it owns, and what it answers for.
import { Code, Group, List, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { Team } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import type { Model } from "@remit/responsibility";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Contacts } from "../../../components/contacts.tsx";
import { EditAndDelete } from "../../../components/edit-and-delete.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { Page } from "../../../components/page.tsx";
import { TextLink } from "../../../components/text-link.tsx";
import { useMay } from "../../../data/access-questions.ts";
import { useModel } from "../../../data/responsibility-model.ts";
import { useTeam } from "../../../data/teams.ts";
import { visibleName } from "../../../data/visible-name.ts";
import { filterRows } from "../filter-rows.ts";
import { DeleteTeam } from "./delete-team.tsx";

function TeamPage() {
  const { teamId } = route.useParams();
  const { data: team, error, refetch } = useTeam(teamId);
  const { model } = useModel();
  const may = useMay("remit.responsibility.update", "accounts");
  const navigate = useNavigate();
  const [leaving, leave] = useState<Team | null>(null);
  return (
    <Page
      title={team === undefined ? "Team" : visibleName(team.spec?.name, team.id)}
      description={team?.spec?.description || undefined}
      crumbs={[
        { label: "Responsibility", to: "/responsibility" },
        { label: "Teams", to: "/responsibility/teams" },
      ]}
      actions={
        team !== undefined && (
          <EditAndDelete
            mayEdit={may}
            edit={{ to: "/responsibility/teams/$teamId/edit", params: { teamId } }}
            mayDelete={may}
            onDelete={() => leave(team)}
          />
        )
      }
    >
      {error !== null && team === undefined && <ErrorState error={error} retry={() => void refetch()} />}
      {team === undefined && error === null && <Skeleton height={260} role="status" aria-label="Loading" />}
      {team !== undefined && <TeamDetails team={team} model={model} />}
      <DeleteTeam
        team={leaving}
        onClose={() => leave(null)}
        onDeleted={() => void navigate({ to: "/responsibility/teams" })}
      />
    </Page>
  );
}

function TeamDetails({ team: { id, spec }, model }: { readonly team: Team; readonly model: Model | undefined }) {
  const { escalation = [], groups = [], serviceAccounts = [], owns } = spec ?? {};
  const kind = model?.matrix.kinds.find((one) => one.id === spec?.kind);
  const nameOf = (teamId: string) => model?.teams.find((one) => one.id === teamId)?.name ?? teamId;
  const rows = model === undefined ? [] : filterRows(model, { q: "", team: id, state: "" }, undefined);
  return (
    <Stack gap="xl" style={{ overflowWrap: "anywhere" }}>
      <Group align="start" gap={48}>
        <Section title="Contact">
          <Contacts contacts={spec?.contacts} hours={spec?.workingHours} />
        </Section>
        <Section title="Then ask">
          {escalation.length === 0 ? (
            <Nothing />
          ) : (
            <List type="ordered" size="sm" spacing={4}>
              {escalation.map((next) => (
                <List.Item key={next}>
                  <TextLink inherit to="/responsibility/teams/$teamId" params={{ teamId: next }}>
                    {nameOf(next)}
                  </TextLink>
                </List.Item>
              ))}
            </List>
          )}
        </Section>
        <Section title="Kind">
          <Text size="sm">{kind?.title ?? spec?.kind}</Text>
        </Section>
      </Group>
      <Group align="start" gap={48}>
        <Section title="Members by groups">
          <Names names={groups} />
        </Section>
        <Section title="Service accounts">
          <Names names={serviceAccounts} />
        </Section>
        <Section title="Owns">
          {kind?.scope === "account" ? (
            <Text size="sm">The whole account</Text>
          ) : (
            <Names
              names={[
                ...(owns?.namespaces ?? []).map((name) => `Namespace ${name}`),
                ...(owns?.projects ?? []).map((name) => `project ${name}`),
                ...(owns?.tags ?? []).map(({ key, value }) => `tag ${key}=${value}`),
              ]}
            />
          )}
        </Section>
      </Group>
      <Section title="Answers for">
        {rows.length === 0 && <Nothing />}
        {rows.map(({ title, rows: ofCategory }) => (
          <Stack key={title} gap={2}>
            <Text size="sm" c="dimmed">
              {title}
            </Text>
            <List size="sm" spacing={4}>
              {ofCategory.map(({ row }) => (
                <List.Item key={row.id}>
                  <TextLink inherit to="/responsibility" search={{ row: row.id }}>
                    {row.name}
                  </TextLink>
                </List.Item>
              ))}
            </List>
          </Stack>
        ))}
      </Section>
    </Stack>
  );
}

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <Stack gap="xs" component="section" aria-label={title} miw={200}>
    <Title order={2} size="h4">
      {title}
    </Title>
    {children}
  </Stack>
);

const Nothing = () => (
  <Text size="sm" c="dimmed">
    –
  </Text>
);

const Names = ({ names }: { readonly names: readonly string[] }) =>
  names.length === 0 ? (
    <Nothing />
  ) : (
    <Group gap={6} maw={420}>
      {names.map((name) => (
        <Code key={name}>{name}</Code>
      ))}
    </Group>
  );

export const route = createLazyRoute("/signed-in/responsibility/teams/$teamId")({ component: TeamPage });
