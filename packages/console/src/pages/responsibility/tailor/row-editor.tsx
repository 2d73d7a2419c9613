// One row while it is tailored. What is typed is in the draft at once: closing loses nothing.
import { Button, Checkbox, Drawer, Group, MultiSelect, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import {
  evidenceNames,
  type Matrix,
  type Model,
  matrixLimits,
  type Problem,
  type Responsibility,
} from "@remit/responsibility";
import { EmptyState } from "../../../components/empty-state.tsx";
import { type Edit, editRow } from "./edits.ts";
import { LinksField } from "./links-field.tsx";
import { problemsAt } from "./name-place.ts";
import { OwnerFields } from "./owner-fields.tsx";
import type { Draft } from "./use-draft.ts";

export interface RowEditorProps {
  /** Null: closed. */
  readonly rowId: string | null;
  readonly draft: Draft;
  readonly teams: Model["teams"];
  readonly problems: readonly Problem[];
  readonly onClose: () => void;
}

export function RowEditor({ rowId, draft, teams, problems, onClose }: RowEditorProps) {
  const at = draft.matrix.responsibilities.findIndex(({ id }) => id === rowId);
  const row = draft.matrix.responsibilities[at];
  const before = draft.base.matrix.responsibilities.find(({ id }) => id === rowId);
  return (
    <Drawer
      opened={rowId !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title="Responsibility"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {row === undefined ? (
        <EmptyState title="There is no such row" action={<Button onClick={onClose}>Close</Button>} />
      ) : (
        <Stack>
          <RowFields
            key={row.id}
            row={row}
            matrix={draft.matrix}
            teams={teams}
            problems={problemsAt(problems, ["responsibilities", at])}
            edit={draft.edit}
          />
          <Group justify="space-between">
            <Button
              variant="subtle"
              disabled={before === undefined || before === row}
              onClick={() => before !== undefined && draft.edit(editRow(row.id, before))}
            >
              As it was
            </Button>
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Stack>
      )}
    </Drawer>
  );
}

interface RowFieldsProps {
  readonly row: Responsibility;
  readonly matrix: Matrix;
  readonly teams: Model["teams"];
  /** By field of the row. */
  readonly problems: ReadonlyMap<string, string>;
  readonly edit: (edit: Edit) => void;
}

function RowFields({ row, matrix, teams, problems, edit }: RowFieldsProps) {
  const set = (change: Partial<Responsibility>) => edit(editRow(row.id, change));
  return (
    <>
      <TextInput
        label="Name"
        value={row.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        required
        error={problems.get("name")}
        data-autofocus
      />
      <Textarea
        label="Description"
        value={row.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
        autosize
        minRows={2}
        maxLength={matrixLimits.description}
        error={problems.get("description")}
      />
      <Select
        label="Category"
        data={matrix.categories.map(({ id, title }) => ({ value: id, label: title }))}
        value={row.category}
        onChange={(category) => category !== null && set({ category })}
        allowDeselect={false}
        error={problems.get("category")}
      />
      {matrix.kinds.map((kind) => (
        <OwnerFields key={kind.id} row={row} kind={kind} teams={teams} problems={problems} edit={edit} />
      ))}
      {problems.has("owners") && (
        <Text size="sm" c="red" role="alert">
          {problems.get("owners")}
        </Text>
      )}
      <Select
        label="Go-link"
        placeholder="None"
        data={matrix.goLinks.map(({ name, title }) => ({ value: name, label: `go/${name} (${title})` }))}
        value={row.goLink === "" ? null : row.goLink}
        onChange={(goLink) => set({ goLink: goLink ?? "" })}
        clearable
        searchable
        clearButtonProps={{ "aria-label": "No go-link" }}
        error={problems.get("goLink")}
      />
      <LinksField links={row.links} onChange={(links) => set({ links })} problems={problems} />
      <MultiSelect
        label="Evidence"
        description="What shows that it is carried out"
        data={[...evidenceNames]}
        value={[...row.evidence]}
        onChange={(evidence) => set({ evidence })}
        searchable
        error={[...problems].find(([field]) => field.startsWith("evidence"))?.[1]}
      />
      <Checkbox
        label="Hidden: kept here, not shown and not counted"
        checked={row.hidden}
        onChange={(event) => set({ hidden: event.currentTarget.checked })}
      />
      <Text size="sm" c="dimmed">
        Id: {row.id}
      </Text>
    </>
  );
}
