// One category while it is tailored: its rows in their order, each with what can be done to it.
import { ActionIcon, Anchor, Button, Group, Menu, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Category, Matrix, Responsibility } from "@remit/responsibility";
import { IconDots, IconEye, IconEyeOff, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Confirm } from "../../../components/confirm.tsx";
import { ShareMark } from "../../../components/share-mark.tsx";
import {
  addCategory,
  addRow,
  type Edit,
  editRow,
  makeId,
  moveCategory,
  moveRow,
  removeCategory,
  removeRow,
  renameCategory,
} from "./edits.ts";
import { Move } from "./move.tsx";
import classes from "./tailor.module.css";

type Do = (edit: Edit) => void;

export interface CategoryEditorProps {
  readonly matrix: Matrix;
  readonly category: Category;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly edit: Do;
  readonly onOpen: (rowId: string) => void;
}

export function CategoryEditor({ matrix, category, isFirst, isLast, edit, onOpen }: CategoryEditorProps) {
  const { id, title } = category;
  const rows = matrix.responsibilities.filter((row) => row.category === id);
  const [renaming, rename] = useDisclosure();
  const [asking, ask] = useDisclosure();
  const add = () => {
    const name = "New responsibility";
    const rowId = makeId(
      name,
      matrix.responsibilities.map((row) => row.id),
    );
    edit(addRow(rowId, id, name));
    onOpen(rowId);
  };
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        {renaming ? (
          <TextInput
            aria-label="Title of the category"
            value={title}
            onChange={(event) => edit(renameCategory(id, event.currentTarget.value))}
            onBlur={rename.close}
            onKeyDown={({ key }) => (key === "Enter" ? rename.close() : undefined)}
            autoFocus
            style={{ flex: "0 1 24rem" }}
          />
        ) : (
          <Title order={2} style={{ overflowWrap: "anywhere", minWidth: 0 }}>
            {title}
          </Title>
        )}
        <Group gap={4} wrap="nowrap">
          <Move name={title} isFirst={isFirst} isLast={isLast} onMove={(by) => edit(moveCategory(id, by))} />
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${title}`}>
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={rename.open}>Rename</Menu.Item>
              <Menu.Item color="red" onClick={rows.length === 0 ? () => edit(removeCategory(id)) : ask.open}>
                Remove
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Group>
      <div className={classes.frame}>
        <Table aria-label={title} verticalSpacing="xs" layout="fixed" miw={420 + matrix.kinds.length * 130}>
          <Table.Tbody>
            {rows.map((row, at) => (
              <Row
                key={row.id}
                matrix={matrix}
                row={row}
                isFirst={at === 0}
                isLast={at === rows.length - 1}
                edit={edit}
                onOpen={onOpen}
              />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Group>
        <Button variant="subtle" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
          Add to {title}
        </Button>
      </Group>
      <Confirm
        title="Remove the category with its rows?"
        label="Remove"
        opened={asking}
        onClose={ask.close}
        onConfirm={() => {
          edit(removeCategory(id));
          return Promise.resolve();
        }}
      >
        {`${title} has ${rows.length} rows, hidden ones too. They go with it once you save.`}
      </Confirm>
    </Stack>
  );
}

interface RowProps extends Omit<CategoryEditorProps, "category"> {
  readonly row: Responsibility;
}

function Row({ matrix, row, isFirst, isLast, edit, onOpen }: RowProps) {
  const { id, name, hidden } = row;
  return (
    <Table.Tr className={hidden ? classes.hidden : undefined}>
      <Table.Th scope="row" fw={400} w="36%">
        <Anchor component="button" type="button" onClick={() => onOpen(id)} c="inherit" className={classes.name}>
          {name === "" ? "(no name)" : name}
        </Anchor>
        {hidden && (
          <Text span size="sm" c="dimmed">
            {" "}
            (hidden)
          </Text>
        )}
      </Table.Th>
      {matrix.kinds.map((kind) => (
        <Table.Td key={kind.id} className={classes.kind}>
          <OwnerWords row={row} kind={kind.id} title={kind.title} />
        </Table.Td>
      ))}
      <Table.Td w={150}>
        <Group gap={4} wrap="nowrap" justify="end">
          <Move name={name} isFirst={isFirst} isLast={isLast} onMove={(by) => edit(moveRow(id, by))} />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={hidden ? `Show ${name}` : `Hide ${name}`}
            onClick={() => edit(editRow(id, { hidden: !hidden }))}
          >
            {hidden ? <IconEye size={18} aria-hidden /> : <IconEyeOff size={18} aria-hidden />}
          </ActionIcon>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${name}`}>
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => onOpen(id)}>Edit</Menu.Item>
              <Menu.Item color="red" onClick={() => edit(removeRow(id))}>
                Remove
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function OwnerWords({
  row,
  kind,
  title,
}: {
  readonly row: Responsibility;
  readonly kind: string;
  readonly title: string;
}) {
  const owner = Object.hasOwn(row.owners, kind) ? row.owners[kind] : undefined;
  const words = owner === undefined ? "not responsible" : owner.share;
  return (
    <Text size="sm">
      <ShareMark words={words} label={words} />{" "}
      <Text span size="sm" c="dimmed">
        {owner?.part === "" || owner === undefined ? title : `${title} (${owner.part})`}
      </Text>
    </Text>
  );
}

export function NewCategory({ matrix, edit }: { readonly matrix: Matrix; readonly edit: Do }) {
  const [title, setTitle] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim() === "") return;
        edit(
          addCategory({
            id: makeId(
              title,
              matrix.categories.map(({ id }) => id),
            ),
            title: title.trim(),
          }),
        );
        setTitle("");
      }}
    >
      <Group align="end" gap="sm">
        <TextInput
          label="New category"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          maxLength={128}
          style={{ flex: "0 1 24rem" }}
        />
        <Button type="submit" variant="default" disabled={title.trim() === ""}>
          Add category
        </Button>
      </Group>
    </form>
  );
}
