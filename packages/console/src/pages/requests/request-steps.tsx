// What can be done with a request, each step asked for once more before it is done.
import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import type { Request } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { useState } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { tellDone } from "../../components/tell-done.ts";
import { useNameOf } from "../../data/askables.ts";
import { useOperationId } from "../../data/operation-id.ts";
import { useRequestChanges } from "../../data/requests.ts";
import { describeWanted, type PossibleSteps } from "./describe-request.ts";

type Step = "approve" | "decline" | "withdraw" | "end";

interface StepWords {
  readonly label: string;
  readonly title: string;
  readonly done: string;
  readonly isDanger: boolean;
  /** Whoever decides may say why. */
  readonly hasComment: boolean;
}

const words: Readonly<Record<Step, StepWords>> = {
  approve: {
    label: "Approve",
    title: "Approve this?",
    done: "You have approved it.",
    isDanger: false,
    hasComment: true,
  },
  decline: {
    label: "Decline",
    title: "Decline this?",
    done: "You have declined it.",
    isDanger: true,
    hasComment: true,
  },
  withdraw: {
    label: "Withdraw",
    title: "Withdraw your request?",
    done: "Your request has been withdrawn.",
    isDanger: true,
    hasComment: false,
  },
  end: {
    label: "End the access",
    title: "End the access now?",
    done: "The access has ended.",
    isDanger: true,
    hasComment: false,
  },
};

export function RequestSteps({ request, steps }: { readonly request: Request; readonly steps: PossibleSteps }) {
  const [asked, ask] = useState<Step | null>(null);
  if (!Object.values(steps).some(Boolean)) return null;
  return (
    <>
      <Group gap="sm">
        {steps.decide && <Button onClick={() => ask("approve")}>Approve</Button>}
        {steps.decide && (
          <Button variant="default" onClick={() => ask("decline")}>
            Decline
          </Button>
        )}
        {steps.renew && (
          <ButtonLink to="/requests/new" search={{ renews: request.id }}>
            Ask for more time
          </ButtonLink>
        )}
        {steps.end && (
          <Button variant="default" onClick={() => ask("end")}>
            End the access
          </Button>
        )}
        {steps.withdraw && (
          <Button variant="default" onClick={() => ask("withdraw")}>
            Withdraw
          </Button>
        )}
      </Group>
      <StepDialog key={asked ?? ""} request={request} step={asked} onClose={() => ask(null)} />
    </>
  );
}

interface StepDialogProps {
  readonly request: Request;
  readonly step: Step | null;
  readonly onClose: () => void;
}

function StepDialog({ request, step, onClose }: StepDialogProps) {
  const changes = useRequestChanges();
  const nameOf = useNameOf();
  const [comment, setComment] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const asyncOperationId = useOperationId(request.id, step, comment);
  const { label = "", title = "", done = "", isDanger = false, hasComment = false } = step === null ? {} : words[step];
  const confirm = async () => {
    if (step === null) return;
    setBusy(true);
    setError(null);
    const target = { requestId: request.id, asyncOperationId };
    try {
      if (step === "approve" || step === "decline") await changes[step].mutateAsync({ ...target, comment });
      else await changes[step].mutateAsync(target);
      tellDone(done);
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={step !== null} onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack>
        <Text style={{ overflowWrap: "anywhere" }}>
          {describeWanted(request, nameOf)}
          {request.hours > 0 && step === "approve" && ` for ${request.hours} hours`}, asked by {request.requester}
        </Text>
        {hasComment && (
          <Textarea
            label="Comment"
            description="Whoever asked reads it"
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            maxLength={1000}
            autosize
            minRows={2}
            data-autofocus
          />
        )}
        {error !== null && <ErrorState error={error} />}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={busy} onClick={() => void confirm()} {...(isDanger && { color: "red" })}>
            {label}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
