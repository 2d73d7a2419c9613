// Asking for more time for access that one holds.
import { Skeleton, Text } from "@mantine/core";
import { useState } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { useNameOf } from "../../data/askables.ts";
import { describeError } from "../../data/describe-error.ts";
import { useMatrix } from "../../data/matrix.ts";
import { useOperationId } from "../../data/operation-id.ts";
import { useRequest, useRequestChanges } from "../../data/requests.ts";
import { describeWanted } from "./describe-request.ts";
import { HoursField, ReasonField } from "./reason-fields.tsx";
import { RequestFrame } from "./request-frame.tsx";

export function RenewForm({ requestId }: { readonly requestId: string }) {
  const { data: renewed, error } = useRequest(requestId);
  const { data: stored } = useMatrix();
  const { askForAccess } = useRequestChanges();
  const nameOf = useNameOf();
  const [hours, setHours] = useState<number | string>("");
  const [reason, setReason] = useState("");
  const chosen = hours === "" ? (renewed?.hours ?? "") : hours;
  const asyncOperationId = useOperationId(requestId, chosen, reason);
  const fields = askForAccess.error === null ? new Map<string, string>() : describeError(askForAccess.error).fields;
  if (error !== null) return <ErrorState error={error} />;
  if (renewed === undefined) return <Skeleton height={240} role="status" aria-label="Loading" />;
  const send = () =>
    askForAccess.mutateAsync({
      renewsRequestId: requestId,
      reason,
      hours: Number(chosen),
      asyncOperationId,
    });
  return (
    <RequestFrame busy={askForAccess.isPending} error={askForAccess.error} send={send}>
      <Text style={{ overflowWrap: "anywhere" }}>
        {describeWanted(renewed, nameOf)}, which ends <RelativeTime at={renewed.accessEndsTime} />
      </Text>
      <HoursField
        hours={chosen}
        onChange={setHours}
        most={stored?.matrix.requests.maxHours}
        error={fields.get("hours")}
      />
      <ReasonField reason={reason} onChange={setReason} error={fields.get("reason")} />
    </RequestFrame>
  );
}
