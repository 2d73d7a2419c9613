// Least privilege from use: what each principal and custom role was granted beside what was used, and less that would do.
import { Accordion, Alert, Code, Group, List, Select, Stack, Text, Title } from "@mantine/core";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { type Entry, type Suggestion, useAccessReview } from "../../data/access-review.ts";
import classes from "./access-review.module.css";
import { ResponsibilityTabs } from "./tabs.tsx";

const usualDays = 90;
const periods = [7, 30, usualDays, 180, 365];

function AccessReview() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const days = periods.find((one) => String(one) === search.days) ?? usualDays;
  const { entries, ready, possible } = useAccessReview(days);
  return (
    <Page
      title="Access review"
      description="What was granted beside what the audit log shows to be used. Reads and the data plane are not in it: they are not known, and kept."
    >
      <ResponsibilityTabs />
      <Group>
        <Select
          label="Use counts for the last"
          data={periods.map((one) => ({ value: String(one), label: `${one} days` }))}
          value={String(days)}
          onChange={(value) =>
            void navigate({
              to: "/responsibility/access-review",
              search: value === null || value === String(usualDays) ? {} : { days: value },
            })
          }
          allowDeselect={false}
        />
      </Group>
      {!entries.loading && entries.error === null && (
        <>
          <Suggestions
            title="Ready"
            about="Refuse nothing that was used, or of which it is not known whether it is."
            suggestions={ready}
          />
          <Suggestions
            title="Possible"
            about="Narrower, for somebody who knows that what is not known is not used."
            suggestions={possible}
          />
        </>
      )}
      <Stack gap="sm">
        <Title order={2}>Granted and used</Title>
        <DataTable
          label="Granted and used"
          list={entries}
          columns={columns}
          keyOf={({ principal, roleId }) => (principal === undefined ? `role ${roleId}` : principal.id)}
          nameOf={nameOf}
          textOf={nameOf}
          empty={<EmptyState title="Nobody was granted anything" />}
        />
      </Stack>
    </Page>
  );
}

const nameOf = ({ principal, roleName }: Entry): string => principal?.name ?? roleName;

const columns: readonly Column<Entry>[] = [
  {
    title: "Who",
    sortBy: nameOf,
    render: (entry) => (
      <>
        <Text size="sm">{nameOf(entry)}</Text>
        <Text size="xs" c="dimmed">
          {entry.principal === undefined ? "custom role" : entry.principal.kind}
        </Text>
      </>
    ),
  },
  { title: "Used", sortBy: ({ used }) => used.length, render: ({ used }) => <Operations names={used} />, width: "24%" },
  {
    title: "Unused",
    sortBy: ({ unused }) => unused.length,
    render: ({ unused }) => <Operations names={unused} />,
    width: "24%",
  },
  {
    title: "Not known",
    sortBy: ({ notKnown }) => notKnown.length,
    render: ({ notKnown }) => <Operations names={notKnown} />,
    width: "24%",
  },
];

/** How many, and which when somebody wants to know. */
function Operations({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return <Text size="sm">0</Text>;
  return (
    <details>
      <summary>{names.length}</summary>
      <List size="xs" listStyleType="none">
        {names.map((name) => (
          <List.Item key={name}>
            <Code style={{ overflowWrap: "anywhere" }}>{name}</Code>
          </List.Item>
        ))}
      </List>
    </details>
  );
}

interface SuggestionsProps {
  readonly title: string;
  readonly about: string;
  readonly suggestions: readonly Suggestion[];
}

function Suggestions({ title, about, suggestions }: SuggestionsProps) {
  return (
    <Stack component="section" gap="xs" aria-label={title}>
      <Title order={2}>
        {title} ({suggestions.length})
      </Title>
      <Text size="sm" c="dimmed">
        {about}
      </Text>
      {suggestions.length === 0 ? (
        <Alert color="gray">Nothing to suggest.</Alert>
      ) : (
        <Accordion variant="contained" multiple>
          {suggestions.map(({ change, why, unlessUsed }) => (
            <Accordion.Item key={change} value={change}>
              <Accordion.Control>
                <Text size="sm" className={classes.change}>
                  {change}
                </Text>
              </Accordion.Control>
              <Accordion.Panel>
                <Text size="sm">{why}</Text>
                {unlessUsed.length > 0 && (
                  <Text size="sm" mt="xs">
                    Should it be used after all, this would be refused: {unlessUsed.join(", ")}
                  </Text>
                )}
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      )}
    </Stack>
  );
}

export const route = createLazyRoute("/signed-in/responsibility/access-review")({ component: AccessReview });
