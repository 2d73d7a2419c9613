// The kinds of team: the columns of the matrix.
import {
  ActionIcon,
  Button,
  Group,
  Modal,
  Paper,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
  Tooltip,
} from "@mantine/core";
import type { Matrix, Model } from "@remit/responsibility";
import { IconTrash } from "@tabler/icons-react";
import { addKind, type Edit, editKind, makeId, removeKind } from "./edits.ts";

export interface KindsDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly matrix: Matrix;
  readonly teams: Model["teams"];
  readonly edit: (edit: Edit) => void;
}

const scopes = [
  { value: "account", label: "Answers everywhere" },
  { value: "namespaces", label: "Answers for the Namespaces that it owns" },
];

export function KindsDialog({ opened, onClose, matrix, teams, edit }: KindsDialogProps) {
  const add = () => {
    const title = "New kind of team";
    const id = makeId(
      title,
      matrix.kinds.map((kind) => kind.id),
    );
    edit(addKind({ id, title, description: "", scope: "account" }));
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Kinds of team"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          Each is a column of the matrix. Teams are of one kind each.
        </Text>
        {matrix.kinds.map(({ id, title, description, scope }) => {
          const holders = teams.filter(({ kind }) => kind === id).length;
          const reason =
            matrix.kinds.length === 1 ? "One kind has to stay" : holders > 0 ? `${holders} teams are of it` : "";
          return (
            <Paper key={id} withBorder p="sm" component="section" aria-label={title}>
              <Stack gap="sm">
                <Group align="end" wrap="nowrap" gap="sm">
                  <TextInput
                    label="Title"
                    value={title}
                    onChange={(event) => edit(editKind(id, { title: event.currentTarget.value }))}
                    required
                    error={title.trim() === "" ? "is required" : undefined}
                    style={{ flex: 1 }}
                  />
                  <Tooltip label={reason === "" ? "Remove" : reason} withArrow>
                    <ActionIcon
                      variant="subtle"
                      color="red"
                      size="lg"
                      aria-label={`Remove ${title}`}
                      data-disabled={reason !== ""}
                      aria-disabled={reason !== ""}
                      onClick={() => reason === "" && edit(removeKind(id))}
                    >
                      <IconTrash size={18} aria-hidden />
                    </ActionIcon>
                  </Tooltip>
                </Group>
                <Textarea
                  label="Description"
                  value={description}
                  onChange={(event) => edit(editKind(id, { description: event.currentTarget.value }))}
                  autosize
                />
                <Select
                  label="Scope"
                  data={scopes}
                  value={scope}
                  onChange={(value) => edit(editKind(id, { scope: value === "account" ? "account" : "namespaces" }))}
                  allowDeselect={false}
                />
              </Stack>
            </Paper>
          );
        })}
        <Group justify="space-between">
          <Button variant="default" onClick={add}>
            Add a kind
          </Button>
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
