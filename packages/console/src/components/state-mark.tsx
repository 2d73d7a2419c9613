// Whether something is as it should be: a sign and a word, never the colour alone.
import { Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelpCircle } from "@tabler/icons-react";
import classes from "./state-mark.module.css";

export const stateWords = {
  green: "In order",
  amber: "Needs attention",
  red: "Not in order",
  unknown: "Not known",
} as const;

const icons = {
  green: IconCircleCheck,
  amber: IconAlertTriangle,
  red: IconCircleX,
  unknown: IconHelpCircle,
} as const;

export function StateMark({ state }: { readonly state: keyof typeof stateWords }) {
  const Icon = icons[state];
  return (
    <Group gap={6} wrap="nowrap" component="span" display="inline-flex">
      <Icon size={18} aria-hidden className={classes[state]} />
      <Text span size="sm" style={{ whiteSpace: "nowrap" }}>
        {stateWords[state]}
      </Text>
    </Group>
  );
}
