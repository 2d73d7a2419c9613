// The findings that a plan is for: one by its text, several by their number until they are asked for.
import { Anchor, Collapse, Group, List, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Finding } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { toSentence } from "./to-sentence.ts";

export function ChosenFindings({ findings }: { readonly findings: readonly Finding[] }) {
  const [open, { toggle }] = useDisclosure();
  const [first] = findings;
  if (findings.length === 1) {
    return (
      <Text size="sm" fw={600}>
        {toSentence(first?.text ?? "")}
      </Text>
    );
  }
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          For {findings.length} findings
        </Text>
        <Anchor component="button" type="button" size="sm" onClick={toggle} aria-expanded={open}>
          {open ? "Hide them" : "Show them"}
        </Anchor>
      </Group>
      <Collapse expanded={open}>
        <List size="sm">
          {findings.map(({ id, text }) => (
            <List.Item key={id}>{toSentence(text)}</List.Item>
          ))}
        </List>
      </Collapse>
    </Stack>
  );
}
