// A Namespace's tags, as many as there is room for.
import { Badge, Group, Text } from "@mantine/core";

export function Tags({ tags }: { readonly tags: Readonly<Record<string, string>> }) {
  const entries = Object.entries(tags).sort(([a], [b]) => a.localeCompare(b));
  if (entries.length === 0) return <Text c="dimmed">–</Text>;
  return (
    <Group gap={4}>
      {entries.map(([key, value]) => (
        <Badge key={key} variant="default" radius="sm" tt="none" fw={400} maw={260} title={`${key}=${value}`}>
          {key}={value}
        </Badge>
      ))}
    </Group>
  );
}
