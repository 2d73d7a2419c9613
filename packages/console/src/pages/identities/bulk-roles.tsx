// Custom roles given to, or taken from, all selected at once, with what became of each.
import { Button, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useCloud } from "../../data/change.ts";
import { changeRoles, type RoleChange, type RoleOutcome } from "../../data/change-roles.ts";
import type { Identity } from "../../data/identities.ts";
import { CustomRolesField } from "./access/custom-roles-field.tsx";
import { RoleOutcomes } from "./role-outcomes.tsx";

const words = {
  assign: { button: "Assign custom roles", action: "Assign" },
  remove: { button: "Remove custom roles", action: "Remove" },
} as const;

export interface BulkRolesProps {
  readonly identities: readonly Identity[];
  /** After everything went well: the selection has done its work. */
  readonly onDone: () => void;
}

export function BulkRoles({ identities, onDone }: BulkRolesProps) {
  const [change, setChange] = useState<RoleChange | null>(null);
  return (
    <>
      {(["assign", "remove"] as const).map((kind) => (
        <Button key={kind} size="xs" variant="default" onClick={() => setChange(kind)}>
          {words[kind].button}
        </Button>
      ))}
      {change !== null && (
        <BulkDialog change={change} identities={identities} onClose={() => setChange(null)} onDone={onDone} />
      )}
    </>
  );
}

interface BulkDialogProps extends BulkRolesProps {
  readonly change: RoleChange;
  readonly onClose: () => void;
}

export type Outcomes = ReadonlyMap<Identity, RoleOutcome>;

export function BulkDialog({ change, identities, onClose, onDone }: BulkDialogProps) {
  const cloud = useCloud();
  const client = useQueryClient();
  // The list goes on changing behind the dialog; what was selected when it opened is what it is about.
  const [targets] = useState(identities);
  const [roleIds, setRoleIds] = useState<readonly string[]>([]);
  const [outcomes, setOutcomes] = useState<Outcomes | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (wanted: readonly Identity[]) => {
    setBusy(true);
    setOutcomes((known) => new Map([...(known ?? [])].filter(([identity]) => !wanted.includes(identity))));
    await changeRoles(cloud, wanted, change, roleIds, (identity, outcome) =>
      setOutcomes((known) => new Map([...(known ?? []), [identity, outcome]])),
    );
    setBusy(false);
    void client.invalidateQueries();
  };
  const failed = targets.filter((identity) => outcomes?.get(identity)?.kind === "failed");
  const triable = failed.filter(({ bound }) => !bound);
  const close = () => {
    onClose();
    if (outcomes !== null && failed.length === 0) onDone();
  };
  const { button, action } = words[change];
  return (
    <Modal
      opened
      onClose={close}
      title={button}
      size="lg"
      closeOnClickOutside={!busy}
      closeOnEscape={!busy}
      withCloseButton={!busy}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        {outcomes === null ? (
          <>
            <Text size="sm">{describeTargets(change, targets)}</Text>
            <CustomRolesField value={roleIds} onChange={setRoleIds} autoFocus />
          </>
        ) : (
          <>
            {busy && (
              <Progress
                value={(100 * outcomes.size) / targets.length}
                aria-label={`${outcomes.size} of ${targets.length} done`}
              />
            )}
            <RoleOutcomes change={change} outcomes={outcomes} total={targets.length} busy={busy} />
          </>
        )}
        <Group justify="end">
          <Button variant="default" onClick={close} disabled={busy}>
            {outcomes === null ? "Cancel" : "Close"}
          </Button>
          {outcomes === null ? (
            <Button onClick={() => void run(targets)} disabled={roleIds.length === 0}>
              {action}
            </Button>
          ) : (
            triable.length > 0 && (
              <Button onClick={() => void run(triable)} loading={busy}>
                {triable.length === 1 ? "Try that one again" : `Try the ${triable.length.toLocaleString("en")} again`}
              </Button>
            )
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function describeTargets(change: RoleChange, targets: readonly Identity[]): string {
  const [first] = targets;
  const whom =
    targets.length === 1 ? (first?.name ?? "") : `each of the ${targets.length.toLocaleString("en")} selected`;
  return change === "assign"
    ? `They are given to ${whom}, beside what is held already.`
    : `They are taken from ${whom}.`;
}
