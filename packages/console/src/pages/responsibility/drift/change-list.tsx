// The changes of a plan in the words of `remit drift fix`, each with how it stands, and the reason at the one that failed.
import { List, Loader, Stack, ThemeIcon } from "@mantine/core";
import { describeChange } from "@remit/responsibility";
import { IconAlertTriangle, IconCheck, IconCircleDashed } from "@tabler/icons-react";
import type { Standing } from "../../../data/mending-run.ts";
import { ChangeText } from "./change-text.tsx";
import { WhyStopped } from "./why-stopped.tsx";

export interface ChangeListProps {
  readonly standing: Exclude<Standing, { readonly step: "planning" | "unplanned" }>;
}

type State = "done" | "busy" | "failed" | "to-come";

const words: Readonly<Record<State, string>> = {
  done: "done: ",
  busy: "being made: ",
  failed: "failed: ",
  "to-come": "",
};

export function ChangeList({ standing }: ChangeListProps) {
  const { plan } = standing;
  return (
    <List
      type="ordered"
      size="sm"
      spacing="xs"
      aria-label="Changes"
      styles={{ itemWrapper: { alignItems: "flex-start" } }}
    >
      {plan.changes.map((change, index) => {
        const state = stateOf(standing, index);
        const text = describeChange(change, plan.facts);
        return (
          <List.Item
            key={JSON.stringify(change)}
            icon={<Mark state={state} />}
            aria-current={state === "busy" ? "step" : undefined}
          >
            <Stack gap="xs">
              <ChangeText state={words[state]}>{`${index + 1}. ${text}`}</ChangeText>
              {state === "failed" && standing.step === "stopped" && <WhyStopped error={standing.error} />}
            </Stack>
          </List.Item>
        );
      })}
    </List>
  );
}

function stateOf({ step, done }: ChangeListProps["standing"], index: number): State {
  if (index < done) return "done";
  if (index > done) return "to-come";
  return step === "busy" ? "busy" : step === "stopped" ? "failed" : "to-come";
}

function Mark({ state }: { readonly state: State }) {
  if (state === "busy") return <Loader size={18} aria-hidden />;
  if (state === "done") {
    return (
      <ThemeIcon size={18} radius="xl" color="green.8">
        <IconCheck size={12} aria-hidden />
      </ThemeIcon>
    );
  }
  if (state === "failed") {
    return (
      <ThemeIcon size={18} radius="xl" color="red.8">
        <IconAlertTriangle size={12} aria-hidden />
      </ThemeIcon>
    );
  }
  return <IconCircleDashed size={18} color="var(--mantine-color-dimmed)" aria-hidden />;
}
