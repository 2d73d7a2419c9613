import { Group, Text } from "@mantine/core";

export function Logo() {
  return (
    <Group gap={8} wrap="nowrap">
      <img src="/favicon.svg" alt="" width={28} height={28} />
      <Text fw={700} fz="lg" lh={1} style={{ whiteSpace: "nowrap" }}>
        Remit
      </Text>
    </Group>
  );
}
