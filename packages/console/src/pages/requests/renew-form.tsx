// Asking for more time for access that one holds.
import { Paper, Skeleton, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { tellDone } from "../../components/tell-done.ts";
import { useNameOf } from "../../data/askables.ts";
import { describeError } from "../../data/describe-error.ts";
import { useMatrix } from "../../data/matrix.ts";
import { useOperationId } from "../../data/operation-id.ts";
import { useRequest, useRequestChanges } from "../../data/requests.ts";
import { describeWanted } from "./describe-request.ts";
import { HoursField, ReasonField, SendButtons } from "./reason-fields.tsx";

export function RenewForm({ requestId }: { readonly requestId: string }) {
  const { data: renewed, error } = useRequest(requestId);
  const { data: stored } = useMatrix();
  const { askForAccess } = useRequestChanges();
  const navigate = useNavigate();
  const nameOf = useNameOf();
  const [hours, setHours] = useState<number | string>("");
  const [reason, setReason] = useState("");
  const chosen = hours === "" ? (renewed?.hours ?? "") : hours;
  const asyncOperationId = useOperationId(requestId, chosen, reason);
  const fields = askForAccess.error === null ? new Map<string, string>() : describeError(askForAccess.error).fields;
  if (error !== null) return <ErrorState error={error} />;
  if (renewed === undefined) return <Skeleton height={240} role="status" aria-label="Loading" />;
  const send = async () => {
    const answer = await askForAccess.mutateAsync({
      renewsRequestId: requestId,
      reason,
      hours: Number(chosen),
      asyncOperationId,
    });
    tellDone("Your request has been sent to those who decide.");
    await navigate({ to: "/requests/$requestId", params: { requestId: answer.requestId } });
  };
  return (
    <Paper withBorder p="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send().catch(() => undefined);
        }}
      >
        <Stack>
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
          <SendButtons busy={askForAccess.isPending} error={askForAccess.error} />
        </Stack>
      </form>
    </Paper>
  );
}
