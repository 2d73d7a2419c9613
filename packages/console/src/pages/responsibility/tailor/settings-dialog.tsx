// What holds for the whole matrix: whose it is, what everybody may hold without a row, and how requests are taken.
import { Button, Fieldset, Group, Modal, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { accountRoles, accountRolesWeakestFirst } from "@remit/policy";
import { type Matrix, matrixLimits, type Problem } from "@remit/responsibility";
import type { Edit } from "./edits.ts";
import { problemsAt } from "./name-place.ts";
import { editRequests, setFloorRole, setOrganization } from "./settings-edits.ts";

export interface SettingsDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly matrix: Matrix;
  readonly problems: readonly Problem[];
  readonly edit: (edit: Edit) => void;
}

export function SettingsDialog({ opened, onClose, ...props }: SettingsDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Drift and requests"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        <TextInput
          label="Organization"
          description="Whose matrix it is, above the board and in its exports"
          value={props.matrix.organization}
          onChange={(event) => props.edit(setOrganization(event.currentTarget.value))}
          error={problemsAt(props.problems, ["organization"]).get("")}
        />
        <Floor {...props} />
        <Requests {...props} />
        <Group justify="end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

type PartProps = Pick<SettingsDialogProps, "matrix" | "problems" | "edit">;

const floors = [
  { value: "", label: "None" },
  ...accountRolesWeakestFirst
    .filter((role) => role !== "owner" && role !== "admin")
    .map((role) => ({ value: role, label: accountRoles[role].title })),
];

function Floor({ matrix, problems, edit }: PartProps) {
  return (
    <Fieldset legend="Drift">
      <Select
        label="Account role that everybody may hold"
        description="What comes with it is never called drift. Every principal has to have an account role; this is the one that says nothing about responsibility."
        data={floors}
        value={matrix.baseline.floorRole}
        onChange={(value) => edit(setFloorRole(accountRolesWeakestFirst.find((role) => role === value) ?? ""))}
        allowDeselect={false}
        error={problemsAt(problems, ["baseline"]).get("floorRole")}
      />
    </Fieldset>
  );
}

function Requests({ matrix, problems, edit }: PartProps) {
  const { access, namespaces, approvals, maxHours } = matrix.requests;
  const wrong = problemsAt(problems, ["requests"]);
  return (
    <Fieldset legend="Requests">
      <Stack gap="sm">
        <Select
          label="Who decides on access"
          description="The owners of this row"
          data={decidingRows(matrix, access)}
          value={access}
          onChange={(value) => edit(editRequests({ access: value ?? "" }))}
          allowDeselect={false}
          searchable
          error={wrong.get("access")}
        />
        <Select
          label="Who decides on Namespaces"
          description="The owners of this row"
          data={decidingRows(matrix, namespaces)}
          value={namespaces}
          onChange={(value) => edit(editRequests({ namespaces: value ?? "" }))}
          allowDeselect={false}
          searchable
          error={wrong.get("namespaces")}
        />
        <Select
          label="Approvals"
          description="By how many different people. Nobody approves what they asked for themselves."
          data={[
            { value: "1", label: "One person" },
            { value: "2", label: "Two people" },
          ]}
          value={String(approvals)}
          onChange={(value) => edit(editRequests({ approvals: Number(value) }))}
          allowDeselect={false}
          error={wrong.get("approvals")}
        />
        <NumberInput
          label="Longest access for a time"
          description={`In hours, at most ${matrixLimits.requestHours} (a year). ${describeDays(maxHours)}`}
          value={Number.isNaN(maxHours) ? "" : maxHours}
          // Zero means "not said" in the model, and would come back as its default.
          onChange={(value) =>
            edit(editRequests({ maxHours: value === "" || value === 0 ? Number.NaN : Number(value) }))
          }
          allowDecimal={false}
          allowNegative={false}
          required
          error={wrong.get("maxHours")}
        />
        <Text size="xs" c="dimmed">
          Requests that have been made already keep the people who decide on them.
        </Text>
      </Stack>
    </Fieldset>
  );
}

const describeDays = (hours: number): string => (hours >= 48 && hours % 24 === 0 ? `This is ${hours / 24} days.` : "");

const nobody = { value: "", label: "Nobody: such requests are not taken" };

/** Rows that somebody answers for; the one that is chosen stays in the list whatever became of it. */
function decidingRows({ categories, responsibilities }: Matrix, chosen: string) {
  const groups = categories.map(({ id, title }) => ({
    group: title,
    items: responsibilities
      .filter((row) => row.category === id)
      .filter((row) => row.id === chosen || (!row.hidden && Object.keys(row.owners).length > 0))
      .map((row) => ({ value: row.id, label: row.name })),
  }));
  const isGone = chosen !== "" && !responsibilities.some(({ id }) => id === chosen);
  const gone = { group: "No longer a row", items: [{ value: chosen, label: chosen }] };
  return [
    { group: "Nobody", items: [nobody] },
    ...groups.filter(({ items }) => items.length > 0),
    ...(isGone ? [gone] : []),
  ];
}
