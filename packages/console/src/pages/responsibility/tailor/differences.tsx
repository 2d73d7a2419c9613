// In what two versions differ, as a list that people read before they save.
import { Badge, Code, Group, List, Stack, Text } from "@mantine/core";
import type { Difference, FieldChange } from "@remit/responsibility";

const verbs: Readonly<Record<Difference["change"], string>> = {
  added: "Added",
  removed: "Removed",
  moved: "Moved",
  hidden: "Hidden",
  shown: "Shown again",
  changed: "Changed",
};

const colors: Readonly<Record<Difference["change"], string>> = {
  added: "green",
  removed: "red",
  moved: "gray",
  hidden: "gray",
  shown: "gray",
  changed: "indigo",
};

export function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  if (differences.length === 0) return <Text size="sm">No difference.</Text>;
  return (
    <List listStyleType="none" spacing="sm" style={{ overflowWrap: "anywhere" }}>
      {differences.map(({ change, what, id, name, fields }) => (
        <List.Item key={`${change} ${what} ${id}`}>
          <Stack gap={4}>
            <Group gap="xs">
              <Badge variant="default" tt="none" fw={500} leftSection={<Dot color={colors[change]} />}>
                {verbs[change]}
              </Badge>
              <Text size="sm" fw={600}>
                {name === "" ? (id === "" ? "Settings" : id) : name}
              </Text>
              {what !== "settings" && (
                <Text size="sm" c="dimmed">
                  {what}
                </Text>
              )}
            </Group>
            <List size="sm" listStyleType="none" ps="md">
              {fields.map((field) => (
                <List.Item key={`${field.field} ${field.before} ${field.after}`}>
                  <Field field={field} />
                </List.Item>
              ))}
            </List>
          </Stack>
        </List.Item>
      ))}
    </List>
  );
}

function Field({ field: { field, before, after } }: { readonly field: FieldChange }) {
  return (
    <Text size="sm" component="span">
      {field}: {before !== null && <Value text={before} isGone />} {before !== null && after !== null && "→"}{" "}
      {after !== null && <Value text={after} />}
    </Text>
  );
}

function Value({ text, isGone = false }: { readonly text: string; readonly isGone?: boolean }) {
  if (text === "") return <i>empty</i>;
  return isGone ? (
    <Code component="del">{text}</Code>
  ) : (
    <Code component="ins" td="none">
      {text}
    </Code>
  );
}

const Dot = ({ color }: { readonly color: string }) => (
  <span
    aria-hidden
    style={{
      display: "block",
      width: 8,
      height: 8,
      borderRadius: "50%",
      background: `var(--mantine-color-${color}-filled)`,
    }}
  />
);
