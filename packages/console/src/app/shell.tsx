// The frame around every page for whoever is signed in: sidebar, header, and what the connection is doing.
import { AppShell, Burger, Group, NavLink, ScrollArea, Skeleton, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { ErrorState } from "../components/error-state.tsx";
import { Logo } from "../components/logo.tsx";
import { PageSkeleton } from "../components/page-skeleton.tsx";
import { useSession } from "../data/session.ts";
import { AccountMenu } from "./account-menu.tsx";
import { ConnectionNotice } from "./connection-notice.tsx";
import { navigation } from "./navigation.ts";
import { PaletteButton } from "./palette-button.tsx";
import classes from "./shell.module.css";
import { ToSignIn } from "./to-sign-in.tsx";
import { whenIdle } from "./when-idle.tsx";

const SessionEnded = whenIdle(() => import("./session-ended.tsx").then((module) => module.SessionEnded));

export function Shell() {
  const { session, error } = useSession();
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes when the page changes, whatever led there
  useEffect(close, [pathname]);
  if (session === null) return <ToSignIn />;
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 240, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding="lg"
    >
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group wrap="nowrap" style={{ flexShrink: 0 }}>
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label="Menu"
              aria-expanded={opened}
            />
            <Link to="/" aria-label="Remit, first page" className={classes.home}>
              <Logo />
            </Link>
          </Group>
          <Group wrap="nowrap" gap="xs" style={{ minWidth: 0 }}>
            <PaletteButton />
            {session === undefined ? <Skeleton width={140} height={20} /> : <AccountMenu session={session} />}
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Pages">
        <AppShell.Section grow component={ScrollArea} type="auto">
          {navigation.map(({ label, items }) => (
            <div key={label} className={classes.section}>
              {label === "" ? null : (
                <Text size="xs" fw={600} c="dimmed" px="sm" py={4}>
                  {label}
                </Text>
              )}
              {items.map(({ label: name, to, icon: Icon, exact = false }) => (
                <NavLink
                  key={name}
                  component={Link}
                  to={to}
                  className={classes.link}
                  label={name}
                  leftSection={<Icon size={18} aria-hidden />}
                  active={exact ? pathname === to : pathname === to || pathname.startsWith(`${to}/`)}
                  aria-current={pathname === to ? "page" : undefined}
                />
              ))}
            </div>
          ))}
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <ConnectionNotice />
        {error !== null && <ErrorState error={error} />}
        {session === undefined && error === null ? <PageSkeleton /> : <Outlet />}
        {session !== undefined && <SessionEnded />}
      </AppShell.Main>
    </AppShell>
  );
}
