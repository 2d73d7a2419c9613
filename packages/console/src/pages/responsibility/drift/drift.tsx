// Where responsibility and access disagree: the riskiest first, each with what would mend it.
import { Button, Group, SegmentedControl, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { Finding } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { IconCircleCheck } from "@tabler/icons-react";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { Page } from "../../../components/page.tsx";
import { type Selection, useSelection } from "../../../components/selection.tsx";
import { risks, useDrift } from "../../../data/drift.ts";
import { ResponsibilityTabs } from "../tabs.tsx";
import { AcknowledgeForm } from "./acknowledge-form.tsx";
import { FindingCard } from "./finding-card.tsx";
import { PlanDialog } from "./plan-dialog.tsx";

function Drift() {
  const { show = "open" } = route.useSearch();
  const navigate = useNavigate();
  const drift = useDrift();
  const [accepting, accept] = useState<Finding | null>(null);
  const [planned, plan] = useState<readonly Finding[] | null>(null);
  const open = drift.items.filter(({ acknowledgement }) => acknowledgement === undefined);
  const accepted = drift.items.filter(({ acknowledgement }) => acknowledgement !== undefined);
  const shown = show === "accepted" ? accepted : open;
  const mendable = open.filter(isMendable);
  const chosen = useSelection(mendable, idOf);
  return (
    <Page
      title="Drift"
      description="Where responsibility and access disagree, the riskiest first, each with what would mend it."
      actions={mendable.length > 0 && <PlanForSeveral mendable={mendable} chosen={chosen.items} onPlan={plan} />}
    >
      <ResponsibilityTabs />
      {drift.error !== null && <ErrorState error={drift.error} retry={drift.retry} />}
      {drift.loading && <Skeleton height={320} role="status" aria-label="Loading" />}
      {!drift.loading && drift.error === null && (
        <Stack gap="lg">
          <Group justify="space-between">
            <SegmentedControl
              aria-label="Which findings"
              value={show === "accepted" ? "accepted" : "open"}
              onChange={(value) =>
                void navigate({ to: "/responsibility/drift", search: value === "open" ? {} : { show: value } })
              }
              data={[
                { value: "open", label: `Open (${open.length})` },
                { value: "accepted", label: `Accepted (${accepted.length})` },
              ]}
            />
            <Text size="sm" c="dimmed" role="status">
              {risks.map((risk) => `${count(shown, risk)} ${risk}`).join(", ")}
            </Text>
          </Group>
          {shown.length === 0 && <NothingFound accepted={show === "accepted"} />}
          {risks.map((risk) => (
            <OfRisk
              key={risk}
              risk={risk}
              findings={shown.filter((finding) => finding.risk === risk)}
              chosen={chosen}
              onAccept={accept}
              onPlan={(finding) => plan([finding])}
            />
          ))}
        </Stack>
      )}
      <AcknowledgeForm key={accepting?.id ?? ""} finding={accepting} onClose={() => accept(null)} />
      <PlanDialog findings={planned} onClose={() => plan(null)} />
    </Page>
  );
}

const idOf = ({ id }: Finding): string => id;
const isMendable = ({ fix }: Finding): boolean => fix.length > 0;

interface PlanForSeveralProps {
  readonly mendable: readonly Finding[];
  readonly chosen: readonly Finding[];
  readonly onPlan: (findings: readonly Finding[]) => void;
}

/** For those that are chosen, or for all as long as none is. */
const PlanForSeveral = ({ mendable, chosen, onPlan }: PlanForSeveralProps) => (
  <Button variant="default" onClick={() => onPlan(chosen.length === 0 ? mendable : chosen)}>
    {chosen.length === 0 ? "Plan for all that can be mended" : `Plan for ${chosen.length} chosen`}
  </Button>
);

const count = (findings: readonly Finding[], risk: string): number =>
  findings.filter((finding) => finding.risk === risk).length;

const riskTitles: Readonly<Record<string, string>> = { high: "High risk", medium: "Medium risk", low: "Low risk" };

interface OfRiskProps {
  readonly risk: string;
  readonly findings: readonly Finding[];
  readonly chosen: Selection<Finding>;
  readonly onAccept: (finding: Finding) => void;
  readonly onPlan: (finding: Finding) => void;
}

function OfRisk({ risk, findings, chosen, onAccept, onPlan }: OfRiskProps) {
  if (findings.length === 0) return null;
  return (
    <Stack gap="sm" component="section" aria-label={riskTitles[risk]}>
      <Title order={2}>{riskTitles[risk]}</Title>
      {findings.map((finding) => (
        <FindingCard
          key={finding.id}
          finding={finding}
          choice={{ chosen: chosen.has(finding), choose: (is) => chosen.set([finding], is) }}
          onAccept={() => onAccept(finding)}
          onPlan={() => onPlan(finding)}
        />
      ))}
    </Stack>
  );
}

const NothingFound = ({ accepted }: { readonly accepted: boolean }) =>
  accepted ? (
    <EmptyState title="Nothing is accepted">
      A finding that somebody answers for can be accepted for a time and with a reason.
    </EmptyState>
  ) : (
    <EmptyState title="No drift" icon={<IconCircleCheck aria-hidden />}>
      Responsibility and access agree.
    </EmptyState>
  );

export const route = createLazyRoute("/signed-in/responsibility/drift")({ component: Drift });
