// Accepting a finding for a time, with a reason that whoever looks later can judge.
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import type { Finding } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { useState } from "react";
import { DayInput, daysFromNow, toDay } from "../../../components/day-input.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { tellDone } from "../../../components/tell-done.ts";
import { useAcknowledgements } from "../../../data/drift.ts";
import { useOperationId } from "../../../data/operation-id.ts";

export interface AcknowledgeFormProps {
  /** Null: closed. */
  readonly finding: Finding | null;
  readonly onClose: () => void;
}

const [usualDays, mostDays] = [30, 366];

export function AcknowledgeForm({ finding, onClose }: AcknowledgeFormProps) {
  const { acknowledge } = useAcknowledgements();
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState<Date | null>(() => toDay(daysFromNow(usualDays)));
  const asyncOperationId = useOperationId(finding?.id, reason, until?.getTime());
  const send = async () => {
    if (finding === null || until === null) return;
    await acknowledge.mutateAsync({
      findingId: finding.id,
      reason,
      until: timestampFromDate(until),
      asyncOperationId,
    });
    tellDone("The finding is accepted. It comes back when that ends.");
    onClose();
  };
  return (
    <Modal
      opened={finding !== null}
      onClose={onClose}
      title="Accept for a time"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send().catch(() => undefined);
        }}
      >
        <Stack>
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {finding?.text}
          </Text>
          <Textarea
            label="Reason"
            description="In your own name; it stands in the audit log"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={1000}
            autosize
            minRows={2}
            required
            data-autofocus
          />
          <DayInput label="Until" value={until} onChange={setUntil} mostDays={mostDays} />
          {acknowledge.error !== null && <ErrorState error={acknowledge.error} />}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={acknowledge.isPending} disabled={reason.trim() === "" || until === null}>
              Accept
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
