// Whether a sink can be written to: the server writes an empty object there and deletes it again.
import { Alert, Button, Group, Loader, Modal, Stack, Text } from "@mantine/core";
import type { ExportSinkSpec } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { IconCircleCheck } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { ErrorState } from "../../../components/error-state.tsx";
import { useCloud } from "../../../data/change.ts";
import { describeDestination } from "../../../data/export-sinks.ts";

type Outcome =
  | { readonly state: "none" | "running" | "passed" }
  | { readonly state: "failed"; readonly error: unknown };

export interface SinkTest {
  readonly outcome: Outcome;
  readonly run: (spec: ExportSinkSpec) => Promise<void>;
  readonly forget: () => void;
}

export function useSinkTest(namespace: string): SinkTest {
  const cloud = useCloud();
  const [outcome, setOutcome] = useState<Outcome>({ state: "none" });
  return {
    outcome,
    forget: () => setOutcome({ state: "none" }),
    run: async (spec) => {
      setOutcome({ state: "running" });
      try {
        await cloud.validateNamespaceExportSink({ namespace, spec });
        setOutcome({ state: "passed" });
      } catch (error) {
        setOutcome({ state: "failed", error });
      }
    },
  };
}

export function SinkTestOutcome({ outcome }: { readonly outcome: Outcome }) {
  return (
    <div role="status">
      {outcome.state === "running" && (
        <Group gap="xs">
          <Loader size="xs" aria-hidden />
          <Text size="sm">Writing an empty object and deleting it again …</Text>
        </Group>
      )}
      {outcome.state === "passed" && (
        <Alert color="teal" icon={<IconCircleCheck aria-hidden />} title="It can be written to">
          An empty object was written there.
        </Alert>
      )}
      {outcome.state === "failed" && <ErrorState error={outcome.error} />}
    </div>
  );
}

/** Begins by itself. */
export function SinkTestDialog({
  namespace,
  spec,
  onClose,
}: {
  readonly namespace: string;
  readonly spec: ExportSinkSpec;
  readonly onClose: () => void;
}) {
  const { outcome, run } = useSinkTest(namespace);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void run(spec);
  }, [run, spec]);
  return (
    <Modal opened onClose={onClose} title={`Test ${spec.name}`} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack>
        <Text size="sm" c="dimmed">
          {describeDestination(spec)}
        </Text>
        <SinkTestOutcome outcome={outcome} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            Done
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
