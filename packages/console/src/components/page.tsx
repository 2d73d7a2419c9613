// The frame of every page: its title, what it is for, what can be done there.
import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";

export interface Crumb {
  readonly label: string;
  readonly to: NonNullable<LinkProps["to"]>;
}

export interface PageProps {
  readonly title: string;
  readonly description?: ReactNode;
  /** The pages above this one, outermost first. */
  readonly crumbs?: readonly Crumb[];
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, description, crumbs = [], actions, children }: PageProps) {
  useDocumentTitle(`${title} · Remit`);
  return (
    <Stack gap="lg">
      <Stack gap={4}>
        {crumbs.length > 0 && (
          <Breadcrumbs component="nav" aria-label="Pages above">
            {crumbs.map(({ label, to }) => (
              <Anchor key={label} component={Link} to={to} size="sm">
                {label}
              </Anchor>
            ))}
          </Breadcrumbs>
        )}
        <Group justify="space-between" align="start" wrap="wrap" gap="sm">
          <Stack gap={4} style={{ minWidth: 0, flex: "1 1 16rem" }}>
            <Title order={1} style={{ overflowWrap: "anywhere" }}>
              {title}
            </Title>
            {description !== undefined && (
              <Text c="dimmed" maw="75ch" style={{ overflowWrap: "anywhere", textWrap: "pretty" }}>
                {description}
              </Text>
            )}
          </Stack>
          {actions !== undefined && <Group gap="sm">{actions}</Group>}
        </Group>
      </Stack>
      {children}
    </Stack>
  );
}
