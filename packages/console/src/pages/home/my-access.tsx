// What the signed-in person may do, in short.

import { List, Skeleton, Stack, Text, Title } from "@mantine/core";
import { TextLink } from "../../components/text-link.tsx";
import { useOwnAccess } from "../../data/own-access.ts";

const mostShown = 5;

export function MyAccess() {
  const { data, error } = useOwnAccess();
  if (error !== null) return null;
  return (
    <Stack gap="xs" component="section" aria-labelledby="my-access">
      <Title order={2} id="my-access">
        Your access
      </Title>
      {data === undefined ? (
        <Skeleton height={44} />
      ) : (
        <>
          {data.length === 0 ? (
            <Text size="sm">You hold nothing yet.</Text>
          ) : (
            <List size="sm" style={{ overflowWrap: "anywhere" }}>
              {data.slice(0, mostShown).map((way) => (
                <List.Item key={way}>{way[0]?.toUpperCase() + way.slice(1)}</List.Item>
              ))}
              {data.length > mostShown && <List.Item>and {data.length - mostShown} more</List.Item>}
            </List>
          )}
          <Text size="sm">
            <TextLink to="/requests/new" inherit>
              Ask for access
            </TextLink>
          </Text>
        </>
      )}
    </Stack>
  );
}
