// One answer: the team, how to reach it, and why it is this one.

import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import type {
  AskResponse_Answer as Answer,
  AskResponse_Owner as Owner,
} from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import type { TeamKind } from "@remit/responsibility";
import { Contacts } from "../../components/contacts.tsx";
import { OutsideLink } from "../../components/outside-link.tsx";
import { TextLink } from "../../components/text-link.tsx";

export interface AnswerCardProps {
  readonly answer: Answer;
  readonly kinds: readonly TeamKind[];
}

export function AnswerCard({ answer: { responsibility, owners, why }, kinds }: AnswerCardProps) {
  const link = owners.find((owner) => owner.link !== "")?.link ?? "";
  return (
    <Paper withBorder p="md" component="article">
      <Stack gap="sm" style={{ overflowWrap: "anywhere" }}>
        <Group justify="space-between" align="start" gap="sm">
          <Title order={2} size="h4" style={{ minWidth: 0, flex: "1 1 14rem" }}>
            {responsibility === undefined ? (
              (owners[0]?.team?.spec?.name ?? "By the decision framework")
            ) : (
              <TextLink to="/responsibility" search={{ row: responsibility.id }} inherit>
                {responsibility.name}
              </TextLink>
            )}
          </Title>
          {link !== "" && (
            <Text size="sm">
              <OutsideLink href={link} />
            </Text>
          )}
        </Group>
        {responsibility !== undefined && responsibility.description !== "" && (
          <Text size="sm">{responsibility.description}</Text>
        )}
        <Group align="start" gap="xl">
          {owners.map((owner, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: several sides may have no team yet
            <OwnerSide key={`${owner.kind} ${index}`} owner={owner} kinds={kinds} />
          ))}
        </Group>
        {why !== "" && (
          <Text size="sm" c="dimmed">
            Why: {why}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

function OwnerSide({
  owner: { team, kind, share, part },
  kinds,
}: {
  readonly owner: Owner;
  readonly kinds: readonly TeamKind[];
}) {
  const kindName = kinds.find(({ id }) => id === kind)?.title ?? kind;
  const spec = team?.spec;
  return (
    <Stack gap={4} style={{ minWidth: 0, flex: "0 1 18rem" }}>
      <Text fw={600}>{spec?.name ?? kindName}</Text>
      <Text size="sm" c="dimmed">
        {[spec === undefined || spec.name === kindName ? "" : kindName, share === "shared" ? `shares it: ${part}` : ""]
          .filter((text) => text !== "")
          .join(" · ")}
      </Text>
      {spec === undefined ? (
        <Text size="sm">The team that owns the Namespace; name the Namespace in your question to see which.</Text>
      ) : (
        <Contacts contacts={spec.contacts} hours={spec.workingHours} />
      )}
    </Stack>
  );
}
