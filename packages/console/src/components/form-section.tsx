// A part of a long form: what it is about at the left, its fields at the right; one above the other where it is narrow.
import { Grid, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

export interface FormSectionProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
}

export function FormSection({ title, description, children }: FormSectionProps) {
  return (
    <Paper withBorder p="lg" component="section" aria-label={title}>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Title order={2} size="h4">
            {title}
          </Title>
          {description !== undefined && (
            <Text size="sm" c="dimmed" mt={4}>
              {description}
            </Text>
          )}
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="md">{children}</Stack>
        </Grid.Col>
      </Grid>
    </Paper>
  );
}
