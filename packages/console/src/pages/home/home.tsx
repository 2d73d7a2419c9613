// The first page: whom to ask, and what waits for you.

import { Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { createLazyRoute } from "@tanstack/react-router";
import { navigation } from "../../app/navigation.ts";
import { CardLink } from "../../components/links.tsx";
import { Page } from "../../components/page.tsx";
import { AskBox } from "../ask/ask-box.tsx";
import classes from "./home.module.css";
import { MyAccess } from "./my-access.tsx";
import { Waiting } from "./waiting.tsx";

function Home() {
  return (
    <Page title="Whom do I ask?">
      <div className={classes.ask}>
        <AskBox />
      </div>
      <Waiting />
      <MyAccess />
      <Places />
    </Page>
  );
}

/** What stands in the sidebar, for who does not know yet what is there. */
function Places() {
  const items = navigation
    .flatMap((section) => section.items)
    .filter(({ to, about }) => to !== "/" && about !== undefined);
  return (
    <Stack gap="sm" component="section" aria-labelledby="places">
      <Title order={2} id="places">
        Places
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {items.map(({ label, to, about, icon: Icon }) => (
          <CardLink key={label} to={to} withBorder padding="md" className={classes.card}>
            <Group gap="sm" wrap="nowrap" align="start">
              <Icon size={20} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
              <div>
                <Text fw={600}>{label}</Text>
                <Text size="sm" c="dimmed">
                  {about}
                </Text>
              </div>
            </Group>
          </CardLink>
        ))}
      </SimpleGrid>
    </Stack>
  );
}

export const route = createLazyRoute("/signed-in/")({ component: Home });
