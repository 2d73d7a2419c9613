// Whether the place takes anything: an empty object is delivered there, and what it says is shown.
import { Button, Group, Text } from "@mantine/core";
import type { AuditLogSinkSpec } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useCloud } from "../../data/change.ts";
import { describeError } from "../../data/describe-error.ts";

interface Outcome {
  readonly ok: boolean;
  readonly text: string;
  /** Of which place: what is typed afterwards is another one. */
  readonly of: string;
}

export function TrySink({ spec }: { readonly spec: AuditLogSinkSpec }) {
  const cloud = useCloud();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const of = JSON.stringify(spec.sinkType);
  const said = outcome?.of === of ? outcome : null;
  const tryIt = async (): Promise<void> => {
    setBusy(true);
    setOutcome(null);
    try {
      await cloud.validateAccountAuditLogSink({ spec });
      setOutcome({ ok: true, text: "An empty object was delivered there.", of });
    } catch (error) {
      setOutcome({ ok: false, text: describeError(error).message, of });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Group gap="sm" align="center">
      <Button variant="default" loading={busy} onClick={() => void tryIt()}>
        Try it
      </Button>
      <Group gap={6} role="status" wrap="nowrap" align="center" style={{ flex: "1 1 12rem" }}>
        {said !== null && (
          <>
            {said.ok ? (
              <IconCircleCheck
                size={18}
                aria-hidden
                color="var(--mantine-color-teal-filled)"
                style={{ flex: "none" }}
              />
            ) : (
              <IconAlertTriangle
                size={18}
                aria-hidden
                color="var(--mantine-color-red-filled)"
                style={{ flex: "none" }}
              />
            )}
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {said.text}
            </Text>
          </>
        )}
      </Group>
    </Group>
  );
}
