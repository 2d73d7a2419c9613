// What mending would change, call by call; and carrying out exactly that, here or by a command.
import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import type { Finding } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { useState } from "react";
import { CopyText } from "../../../components/copy-text.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { tellDone } from "../../../components/tell-done.ts";
import { keyOfFinding, useDeleteKeys } from "../../../data/mend.ts";

export interface PlanDialogProps {
  /** Null: closed. */
  readonly findings: readonly Finding[] | null;
  readonly onClose: () => void;
}

export function PlanDialog({ findings, onClose }: PlanDialogProps) {
  return (
    <Modal
      opened={findings !== null}
      onClose={onClose}
      size="lg"
      title="Plan"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {findings !== null && <Plan findings={findings} onClose={onClose} />}
    </Modal>
  );
}

function Plan({ findings, onClose }: { readonly findings: readonly Finding[]; readonly onClose: () => void }) {
  const keys = findings.flatMap((finding) => keyOfFinding(finding) ?? []);
  const canDoHere = keys.length === findings.length;
  return (
    <Stack style={{ overflowWrap: "anywhere" }}>
      {findings.map(({ id, text, fix }) => (
        <Stack key={id} gap={4}>
          <Text size="sm" fw={600}>
            {text}
          </Text>
          <List size="sm" type="ordered">
            {fix.map((change) => (
              <List.Item key={change}>{change}</List.Item>
            ))}
          </List>
        </Stack>
      ))}
      <Text size="sm">{canDoHere ? "Or at the command line:" : "Carry it out at the command line:"}</Text>
      <CopyText text={toCommand(findings)} what="the command" />
      {canDoHere ? (
        <CarryOut keys={keys} onClose={onClose} />
      ) : (
        <Group justify="end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Close
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function CarryOut({ keys, onClose }: { readonly keys: readonly string[]; readonly onClose: () => void }) {
  const deleteKeys = useDeleteKeys();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const carryOut = async () => {
    setBusy(true);
    setError(null);
    try {
      await deleteKeys(keys);
      tellDone(keys.length === 1 ? "The API key has been deleted." : `${keys.length} API keys have been deleted.`);
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {error !== null && <ErrorState error={error} />}
      <Group justify="end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color="red" loading={busy} onClick={() => void carryOut()}>
          Carry it out
        </Button>
      </Group>
    </>
  );
}

/** Quoted for a shell: ids hold what people name things. */
const toCommand = (findings: readonly Finding[]): string =>
  ["remit drift fix", ...findings.map(({ id }) => `--only '${id.replaceAll("'", "'\\''")}'`), "--yes"].join(" ");
