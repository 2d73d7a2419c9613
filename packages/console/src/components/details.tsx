// Facts about one thing: what they are called at the left, what they are at the right.
import { Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./details.module.css";

export interface DetailsProps {
  readonly title: string;
  /** At the right of the title. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export function Details({ title, action, children }: DetailsProps) {
  return (
    <Paper withBorder p="lg" component="section" aria-label={title}>
      <Stack gap="md">
        <div className={classes.head}>
          <Title order={2} size="h4">
            {title}
          </Title>
          {action}
        </div>
        {children}
      </Stack>
    </Paper>
  );
}

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
}

export interface FactsProps {
  readonly facts: readonly Fact[];
  /** One below the other, for what is too long to stand beside another. */
  readonly wide?: boolean;
}

export function Facts({ facts, wide = false }: FactsProps) {
  return (
    <SimpleGrid component="dl" cols={wide ? 1 : { base: 1, sm: 2 }} spacing="md" verticalSpacing="sm" m={0}>
      {facts.map(({ label, value }) => (
        <div key={label} className={classes.fact}>
          <Text component="dt" size="xs" c="dimmed">
            {label}
          </Text>
          <Text component="dd" size="sm" m={0} className={classes.value}>
            {value}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}
