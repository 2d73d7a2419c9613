// What became of each of several: how many of what, then one line for each, refusals first.
import { List, ScrollArea, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconMinus } from "@tabler/icons-react";
import type { RoleChange, RoleOutcome } from "../../data/change-roles.ts";
import { describeError, isUnreachable } from "../../data/describe-error.ts";
import type { Identity } from "../../data/identities.ts";

const order: readonly RoleOutcome["kind"][] = ["failed", "done", "unchanged"];

const icons = {
  done: { colour: "green", Icon: IconCheck },
  unchanged: { colour: "gray", Icon: IconMinus },
  failed: { colour: "red", Icon: IconAlertTriangle },
} as const;

const words = {
  assign: { done: "assigned", unchanged: "had it already", failed: "not changed" },
  remove: { done: "removed", unchanged: "did not have it", failed: "not changed" },
} as const;

export interface RoleOutcomesProps {
  readonly change: RoleChange;
  readonly outcomes: ReadonlyMap<Identity, RoleOutcome>;
  readonly total: number;
  readonly busy: boolean;
}

export function RoleOutcomes({ change, outcomes, total, busy }: RoleOutcomesProps) {
  const sorted = [...outcomes].toSorted(([, a], [, b]) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const counts = order.flatMap((kind) => {
    const count = sorted.filter(([, outcome]) => outcome.kind === kind).length;
    return count === 0 ? [] : [`${count.toLocaleString("en")} ${words[change][kind]}`];
  });
  return (
    <Stack gap="xs">
      <Text fw={600} role="status">
        {busy ? `${outcomes.size} of ${total} done …` : `${counts.join(", ")}.`}
      </Text>
      <ScrollArea.Autosize
        mah={320}
        type="auto"
        viewportProps={{ tabIndex: 0, "aria-label": "Results", role: "region" }}
      >
        <List spacing="xs" size="sm" listStyleType="none">
          {sorted.map(([identity, outcome]) => {
            const { colour, Icon } = icons[outcome.kind];
            return (
              <List.Item
                key={identity.id}
                icon={
                  <ThemeIcon size={22} radius="xl" variant="light" color={colour}>
                    <Icon size={14} aria-hidden />
                  </ThemeIcon>
                }
              >
                <Text span fw={500} size="sm" style={{ overflowWrap: "anywhere" }}>
                  {identity.name}
                </Text>
                {": "}
                {words[change][outcome.kind]}
                {outcome.kind === "failed" && (
                  <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                    {describeFailure(outcome.error)}
                  </Text>
                )}
              </List.Item>
            );
          })}
        </List>
      </ScrollArea.Autosize>
    </Stack>
  );
}

function describeFailure(error: unknown): string {
  if (isUnreachable(error))
    return "Remit did not answer: whether it was changed is not known. Trying again does no harm.";
  const { message, contact } = describeError(error);
  return contact === null ? message : `${message} Ask ${contact.team} (${contact.contact || contact.link}).`;
}
