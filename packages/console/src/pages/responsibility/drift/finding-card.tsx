// One finding: what it says, since when, why it is so, and what can be done about it.
import { Anchor, Badge, Button, Checkbox, Code, Collapse, Group, List, Paper, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Finding } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { Confirm } from "../../../components/confirm.tsx";
import { MayButton } from "../../../components/may-button.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { tellDone } from "../../../components/tell-done.ts";
import { TextLink } from "../../../components/text-link.tsx";
import { useMay } from "../../../data/access-questions.ts";
import { useAcknowledgements } from "../../../data/drift.ts";
import { newOperationId } from "../../../data/operation-id.ts";
import { toSentence } from "./to-sentence.ts";

export interface FindingCardProps {
  readonly finding: Finding;
  /** Whether it is among those that one plan is made for. */
  readonly choice: { readonly chosen: boolean; readonly choose: (chosen: boolean) => void };
  readonly onAccept: () => void;
  readonly onPlan: () => void;
}

export function FindingCard({ finding, choice, onAccept, onPlan }: FindingCardProps) {
  const { kind, text, since, teamId, responsibilityId, reasons, operation, fix, acknowledgement } = finding;
  const may = useMay("remit.drift.acknowledge", "accounts");
  const [open, { toggle }] = useDisclosure();
  const hasMore = reasons.length > 0 || operation !== "";
  return (
    <Paper withBorder p="md" component="article">
      <Stack gap="xs" style={{ overflowWrap: "anywhere" }}>
        <Group gap="sm" wrap="nowrap" align="flex-start">
          {acknowledgement === undefined && fix.length > 0 && (
            <Checkbox
              mt={2}
              aria-label={`Choose for a plan: ${text}`}
              checked={choice.chosen}
              onChange={(event) => choice.choose(event.currentTarget.checked)}
            />
          )}
          <Text>{toSentence(text)}</Text>
        </Group>
        <Group gap="xs" c="dimmed" fz="sm">
          <Badge variant="default" tt="none" fw={500}>
            {kind}
          </Badge>
          {since !== undefined && (
            <span>
              since <RelativeTime at={since} />
            </span>
          )}
          {teamId !== "" && (
            <TextLink to="/responsibility/teams/$teamId" params={{ teamId }} size="sm">
              Team
            </TextLink>
          )}
          {responsibilityId !== "" && (
            <TextLink to="/responsibility" search={{ row: responsibilityId }} size="sm">
              Responsibility
            </TextLink>
          )}
          {hasMore && (
            <Anchor component="button" type="button" size="sm" onClick={toggle} aria-expanded={open}>
              {open ? "Less" : "Why"}
            </Anchor>
          )}
        </Group>
        <Collapse expanded={open}>
          <Stack gap={4}>
            {operation !== "" && (
              <Text size="sm">
                <Code>{operation}</Code>
              </Text>
            )}
            <List size="sm">
              {reasons.map((reason) => (
                <List.Item key={reason.text}>{reason.text}</List.Item>
              ))}
            </List>
          </Stack>
        </Collapse>
        {acknowledgement === undefined ? (
          <Group gap="sm">
            {fix.length > 0 && (
              <Button size="xs" onClick={onPlan}>
                Show the plan
              </Button>
            )}
            <MayButton size="xs" variant="default" may={may} onClick={onAccept}>
              Accept for a time
            </MayButton>
            {fix.length === 0 && (
              <Text size="sm" c="dimmed">
                No plan mends this: somebody has to decide.
              </Text>
            )}
          </Group>
        ) : (
          <Accepted finding={finding} />
        )}
      </Stack>
    </Paper>
  );
}

function Accepted({ finding: { id, text, acknowledgement } }: { readonly finding: Finding }) {
  const may = useMay("remit.drift.acknowledge", "accounts");
  const { withdraw } = useAcknowledgements();
  const [asking, ask] = useDisclosure();
  return (
    <Group gap="sm">
      <Text size="sm" style={{ flex: "1 1 16rem" }}>
        Accepted by {acknowledgement?.by}, ends <RelativeTime at={acknowledgement?.until} />: {acknowledgement?.reason}
      </Text>
      <MayButton size="xs" variant="default" may={may} onClick={ask.open}>
        Withdraw
      </MayButton>
      <Confirm
        title="No longer accept this?"
        label="Withdraw"
        opened={asking}
        onClose={ask.close}
        onConfirm={async () => {
          await withdraw.mutateAsync({ findingId: id, asyncOperationId: newOperationId() });
          tellDone("The finding is open again.");
        }}
      >
        {`It is open again from now on: ${text}`}
      </Confirm>
    </Group>
  );
}
