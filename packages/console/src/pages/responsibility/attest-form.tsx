// Saying, in one's own name and for a time, that a responsibility is carried out.
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import type { Responsibility } from "@remit/responsibility";
import { useState } from "react";
import { DayInput, daysFromNow, toDay } from "../../components/day-input.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { tellDone } from "../../components/tell-done.ts";
import { useAttestations } from "../../data/evidence.ts";
import { useOperationId } from "../../data/operation-id.ts";

export interface AttestFormProps {
  readonly row: Responsibility;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const [usualDays, mostDays] = [90, 366];

export function AttestForm({ row, opened, onClose }: AttestFormProps) {
  const { attest } = useAttestations();
  const [statement, setStatement] = useState("");
  const [until, setUntil] = useState<Date | null>(() => toDay(daysFromNow(usualDays)));
  const operationId = useOperationId(statement, until?.getTime(), opened);
  const close = () => {
    attest.reset();
    onClose();
  };
  const send = async () => {
    if (until === null) return;
    await attest.mutateAsync({
      responsibilityId: row.id,
      statement,
      expiresAt: timestampFromDate(until),
      asyncOperationId: operationId,
    });
    tellDone(`You have attested “${row.name}”.`);
    setStatement("");
    close();
  };
  return (
    <Modal opened={opened} onClose={close} title="Attest" closeButtonProps={{ "aria-label": "Close" }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send().catch(() => undefined);
        }}
      >
        <Stack>
          <Text size="sm">
            In your own name: <b>{row.name}</b> is carried out. It takes the place of what was attested before.
          </Text>
          <Textarea
            label="What you attest, in a sentence"
            value={statement}
            onChange={(event) => setStatement(event.currentTarget.value)}
            maxLength={1000}
            autosize
            minRows={2}
            required
            data-autofocus
          />
          <DayInput label="Until" value={until} onChange={setUntil} mostDays={mostDays} />
          {attest.error !== null && <ErrorState error={attest.error} />}
          <Group justify="end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={attest.isPending} disabled={statement.trim() === "" || until === null}>
              Attest
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
