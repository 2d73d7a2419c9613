import { Card, Group, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** One part of what somebody holds, under its name. */
export function Section(props: { readonly title: string; readonly action?: ReactNode; readonly children: ReactNode }) {
  return (
    <Card withBorder padding="md">
      <Stack gap="xs">
        <Group justify="space-between" mih={30}>
          <Title order={2} size="h5">
            {props.title}
          </Title>
          {props.action}
        </Group>
        {props.children}
      </Stack>
    </Card>
  );
}
