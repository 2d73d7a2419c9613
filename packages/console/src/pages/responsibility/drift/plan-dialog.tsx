// What mending would change, change by change, and carrying out exactly that. What makes plans is fetched with the first.
import { Modal, Skeleton } from "@mantine/core";
import type { Finding } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { lazy, Suspense, useState } from "react";
import { fetchUntilThere } from "../../../app/when-idle.tsx";

const Plan = lazy(() => fetchUntilThere(() => import("./plan.tsx").then((module) => module.Plan)));

export interface PlanDialogProps {
  /** Null: closed. */
  readonly findings: readonly Finding[] | null;
  readonly onClose: () => void;
}

export function PlanDialog({ findings, onClose }: PlanDialogProps) {
  // Closed in the middle, nobody would see how it ends.
  const [busy, setBusy] = useState(false);
  return (
    <Modal
      opened={findings !== null}
      onClose={onClose}
      size="lg"
      title="Plan"
      closeOnEscape={!busy}
      closeOnClickOutside={!busy}
      closeButtonProps={{ "aria-label": "Close", disabled: busy }}
    >
      {findings !== null && (
        <Suspense fallback={<Skeleton height={160} role="status" aria-label="Loading" />}>
          <Plan findings={findings} onBusy={setBusy} onClose={onClose} />
        </Suspense>
      )}
    </Modal>
  );
}
