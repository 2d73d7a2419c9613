// The plan for findings: read first, carried out by one button, gone on with when it stopped in the middle.

import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { ClientError } from "@remit/client";
import type { Finding } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { useBlocker } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useMending } from "../../../data/mending.ts";
import type { Standing } from "../../../data/mending-run.ts";
import { ChangeList } from "./change-list.tsx";
import { ChosenFindings } from "./chosen-findings.tsx";
import { FixCommand } from "./fix-command.tsx";
import { LeftToYou } from "./left-to-you.tsx";
import { WhyNoPlan } from "./why-no-plan.tsx";

export interface PlanProps {
  readonly findings: readonly Finding[];
  /** While it is being carried out. */
  readonly onBusy: (busy: boolean) => void;
  readonly onClose: () => void;
}

export function Plan({ findings, onBusy, onClose }: PlanProps) {
  const { standing, planAgain, carryOut } = useMending(findings.map(({ id }) => id));
  const busy = standing.step === "busy";
  useEffect(() => onBusy(busy), [busy, onBusy]);
  useBlocker({ shouldBlockFn: () => busy, enableBeforeUnload: busy });
  const next = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone by then.
  useEffect(() => {
    if (standing.step === "stopped" || standing.step === "done") next.current?.focus();
  }, [standing.step]);
  return (
    <Stack style={{ overflowWrap: "anywhere" }}>
      <ChosenFindings findings={findings} />
      <Content standing={standing} planAgain={planAgain} />
      <FixCommand findings={findings} />
      <Group justify="end">
        {standing.step !== "done" && (
          <Button variant="default" onClick={onClose} disabled={busy} data-autofocus>
            {standing.step === "planned" ? "Cancel" : "Close"}
          </Button>
        )}
        <Next standing={standing} planAgain={planAgain} carryOut={carryOut} onClose={onClose} ref={next} />
      </Group>
    </Stack>
  );
}

interface ContentProps {
  readonly standing: Standing;
  readonly planAgain: () => void;
}

function Content({ standing, planAgain }: ContentProps) {
  if (standing.step === "planning") return <Skeleton height={120} role="status" aria-label="Making the plan" />;
  if (standing.step === "unplanned") return <WhyNoPlan error={standing.error} retry={planAgain} />;
  const { plan } = standing;
  return (
    <>
      <Text size="sm" role="status">
        {summarise(standing)}
      </Text>
      {plan.changes.length > 0 && <ChangeList standing={standing} />}
      <LeftToYou plan={plan} />
    </>
  );
}

function summarise(standing: Exclude<Standing, { readonly step: "planning" | "unplanned" }>): string {
  const { plan, done } = standing;
  const all = plan.changes.length;
  if (all === 0) return "Nothing that a plan could mend.";
  switch (standing.step) {
    case "planned":
      return all === 1 ? "One change, with your rights:" : `${all} changes, one after the other, with your rights:`;
    case "busy":
      return `Change ${done + 1} of ${all} is being made.`;
    case "stopped":
      return `Stopped at change ${done + 1} of ${all}: ${done} done, ${all - done} left.`;
    case "done":
      return all === 1 ? "The change has been made." : `All ${all} changes have been made.`;
  }
}

interface NextProps extends ContentProps {
  readonly carryOut: () => void;
  readonly onClose: () => void;
  readonly ref: React.Ref<HTMLButtonElement>;
}

/** The one button for what comes next. */
function Next({ standing, planAgain, carryOut, onClose, ref }: NextProps) {
  switch (standing.step) {
    case "planning":
    case "unplanned":
      return null;
    case "done":
      return (
        <Button ref={ref} onClick={onClose}>
          Close
        </Button>
      );
    case "stopped":
      // What is not as the plan found it stays so, however often it is tried.
      return standing.error instanceof ClientError && standing.error.reason === "CHANGED_SINCE" ? (
        <Button ref={ref} onClick={planAgain}>
          Plan again
        </Button>
      ) : (
        <>
          <Button variant="default" onClick={planAgain}>
            Plan again
          </Button>
          <Button ref={ref} onClick={carryOut}>
            Go on
          </Button>
        </>
      );
    case "planned":
    case "busy":
      if (standing.plan.changes.length === 0) return null;
      return (
        <Button loading={standing.step === "busy"} onClick={carryOut}>
          Carry it out
        </Button>
      );
  }
}
