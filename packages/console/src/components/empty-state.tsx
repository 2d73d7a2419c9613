// What stands where there is nothing yet: why, and the first step.
import { Center, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconInbox } from "@tabler/icons-react";
import type { ReactNode } from "react";

export interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** The first step, a button as a rule. */
  readonly action?: ReactNode;
  readonly icon?: ReactNode;
  /** 1 where it is all that the page shows. */
  readonly order?: 1 | 2;
}

export function EmptyState({ title, children, action, icon = <IconInbox aria-hidden />, order = 2 }: EmptyStateProps) {
  return (
    <Center py="xl">
      <Stack align="center" gap="xs" maw="45ch" ta="center">
        <ThemeIcon size={48} radius="xl" variant="light">
          {icon}
        </ThemeIcon>
        <Title order={order} size="h3">
          {title}
        </Title>
        {children !== undefined && <Text c="dimmed">{children}</Text>}
        {action}
      </Stack>
    </Center>
  );
}
