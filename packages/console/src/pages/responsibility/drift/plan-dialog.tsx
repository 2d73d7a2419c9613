// What mending would change, call by call, and the command that carries exactly that out.
import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import type { Finding } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { CopyText } from "../../../components/copy-text.tsx";

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
      <Stack style={{ overflowWrap: "anywhere" }}>
        {findings?.map(({ id, text, fix }) => (
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
        <Text size="sm">Carry it out with:</Text>
        <CopyText text={toCommand(findings ?? [])} what="the command" />
        <Group justify="end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Close
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Quoted for a shell: ids hold what people name things. */
const toCommand = (findings: readonly Finding[]): string =>
  ["remit drift fix", ...findings.map(({ id }) => `--only '${id.replaceAll("'", "'\\''")}'`), "--yes"].join(" ");
