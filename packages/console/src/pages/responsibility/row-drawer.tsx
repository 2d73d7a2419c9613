// One row in full, beside the board: what it is, who answers, what shows that it is carried out.

import { Button, Code, Divider, Drawer, Group, List, Stack, Text, Title } from "@mantine/core";
import { kindTitle, type Model, type Responsibility } from "@remit/responsibility";
import type { ReactNode } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { OutsideLink } from "../../components/outside-link.tsx";
import { TextLink } from "../../components/text-link.tsx";
import type { useEvidence } from "../../data/evidence.ts";
import { findRow } from "../../data/responsibility-model.ts";
import { visibleName } from "../../data/visible-name.ts";
import { Evidence } from "./evidence.tsx";
import { WhoAnswers } from "./owner-mark.tsx";

export interface RowDrawerProps {
  readonly model: Model;
  /** Undefined: closed. */
  readonly rowId: string | undefined;
  readonly evidence: ReturnType<typeof useEvidence>;
  readonly onClose: () => void;
}

export function RowDrawer({ model, rowId, evidence, onClose }: RowDrawerProps) {
  const row = rowId === undefined ? undefined : findRow(model.matrix, rowId);
  return (
    <Drawer
      opened={rowId !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={row === undefined ? "Responsibility" : visibleName(row.name, row.id)}
      closeButtonProps={{ "aria-label": "Close" }}
      styles={{ title: { overflowWrap: "anywhere", minWidth: 0, fontWeight: 600 } }}
    >
      {row === undefined ? (
        <EmptyState title="There is no such responsibility" action={<Button onClick={onClose}>All of them</Button>}>
          It was renamed or removed since this link was made.
        </EmptyState>
      ) : (
        <RowDetails model={model} row={row} evidence={evidence} />
      )}
    </Drawer>
  );
}

interface RowDetailsProps extends Pick<RowDrawerProps, "model" | "evidence"> {
  readonly row: Responsibility;
}

function RowDetails({ model, row, evidence }: RowDetailsProps) {
  const { matrix } = model;
  const owners = matrix.kinds.flatMap((kind) => {
    const owner = Object.hasOwn(row.owners, kind.id) ? row.owners[kind.id] : undefined;
    return owner === undefined ? [] : [{ kind, owner }];
  });
  const category = matrix.categories.find(({ id }) => id === row.category)?.title ?? row.category;
  return (
    <Stack gap="lg" style={{ overflowWrap: "anywhere" }}>
      <Stack gap={4}>
        <Text size="sm" c="dimmed">
          {category}
          {row.hidden && " · hidden from the matrix"}
        </Text>
        {row.description !== "" && <Text style={{ whiteSpace: "pre-line" }}>{row.description}</Text>}
      </Stack>
      <Section title="Who answers">
        {owners.length === 0 && <Text size="sm">Nobody. This is a finding of drift until somebody does.</Text>}
        {owners.map(({ kind, owner }) => (
          <Stack key={kind.id} gap="xs">
            <Text size="sm">
              <b>{kindTitle(matrix, kind.id)}</b>
              {owner.share === "shared" ? ` shares it: ${owner.part}` : " is responsible"}
            </Text>
            <WhoAnswers model={model} kind={kind} teamId={owner.team} />
          </Stack>
        ))}
      </Section>
      {(row.links.length > 0 || row.goLink !== "") && (
        <Section title="Links">
          <List size="sm" listStyleType="none" spacing={4}>
            {row.goLink !== "" && (
              <List.Item>
                <OutsideLink href={`/go/${row.goLink}`}>go/{row.goLink}</OutsideLink>
              </List.Item>
            )}
            {row.links.map(({ title, url }) => (
              <List.Item key={url}>
                <OutsideLink href={url}>{title === "" ? url : title}</OutsideLink>
              </List.Item>
            ))}
          </List>
        </Section>
      )}
      <Section title="Is it carried out?">
        <Evidence model={model} row={row} evidence={evidence} />
      </Section>
      {owners.some(({ owner }) => owner.operations.length > 0) && (
        <Section title="What the owner must be able to do">
          {owners.map(
            ({ kind, owner }) =>
              owner.operations.length > 0 && (
                <Stack key={kind.id} gap={4}>
                  <Text size="sm" fw={500}>
                    {kind.title}
                  </Text>
                  <Group gap={6}>
                    {owner.operations.map((operation) => (
                      <Code key={operation}>{operation}</Code>
                    ))}
                  </Group>
                </Stack>
              ),
          )}
        </Section>
      )}
      <Divider />
      <Group gap="md">
        <TextLink to="/ask" search={{ q: row.name }} size="sm">
          Ask about this
        </TextLink>
        <TextLink to="/responsibility/tailor" search={{ row: row.id }} size="sm">
          Tailor this row
        </TextLink>
      </Group>
    </Stack>
  );
}

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <Stack gap="xs" component="section">
    <Title order={3} size="h4">
      {title}
    </Title>
    {children}
  </Stack>
);
