// What can be done about an operation that has not ended.
import { Button, Group } from "@mantine/core";
import type { Operation } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import { useState } from "react";
import { Confirm } from "../../components/confirm.tsx";
import { tellDone } from "../../components/tell-done.ts";
import { useOperationChanges } from "../../data/activity.ts";

export function WhatToDo({ item }: { readonly item: Operation }) {
  const [asking, setAsking] = useState<"cancel" | "retry" | null>(null);
  const { cancel, retry } = useOperationChanges();
  const { operation, cancellable, nextAttemptTime, resourceId } = item;
  if (operation === undefined || (!cancellable && nextAttemptTime === undefined)) return null;
  const operationId = operation.id;
  const on = `${operation.operationType} on ${resourceId}`;
  const close = () => setAsking(null);
  return (
    <Group gap={4} mt={4}>
      {nextAttemptTime !== undefined && (
        <Button size="compact-xs" variant="default" aria-label={`Try now: ${on}`} onClick={() => setAsking("retry")}>
          Try now
        </Button>
      )}
      {cancellable && (
        <Button size="compact-xs" variant="default" aria-label={`Cancel: ${on}`} onClick={() => setAsking("cancel")}>
          Cancel
        </Button>
      )}
      <Confirm
        title="Take the operation back?"
        label="Cancel the operation"
        opened={asking === "cancel"}
        onClose={close}
        onConfirm={async () => {
          await cancel.mutateAsync({ operationId });
          tellDone(`${operation.operationType} was cancelled.`);
        }}
      >
        {`${on} ends as cancelled, and what is applied now stays. To make the change after all, make it again.`}
      </Confirm>
      <Confirm
        title="Try the operation again now?"
        label="Try now"
        opened={asking === "retry"}
        onClose={close}
        onConfirm={async () => {
          await retry.mutateAsync({ operationId });
          tellDone(`${operation.operationType} is tried again.`);
        }}
      >
        {`${on} is tried at once, instead of when its turn comes.`}
      </Confirm>
    </Group>
  );
}
