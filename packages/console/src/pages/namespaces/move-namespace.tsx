// Moving a Namespace to another project. Connectivity rules stay in theirs, so the mover says which of the new project's
// the Namespace has from then on.
import { create } from "@bufbuild/protobuf";
import { Checkbox, Radio, Stack, Text } from "@mantine/core";
import {
  ConnectivityRuleIDsSchema,
  type MoveNamespaceToProjectRequest,
  NoConnectivityRulesSchema,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { Namespace } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { useState } from "react";
import { MoveButton } from "../../components/move-button.tsx";
import { MoveToProject } from "../../components/move-to-project.tsx";
import { useMay } from "../../data/access-questions.ts";
import { useCarryOut } from "../../data/carry-out.ts";
import { describeRule, useConnectivityRules } from "../../data/connectivity-rules.ts";
import { onceSettled } from "../../data/may.ts";
import { isBusy } from "../../data/resource-states.ts";

export function MoveNamespace({ namespace }: { readonly namespace: Namespace }) {
  const may = onceSettled(
    useMay("cloud.namespace.moveToProject", "namespaces", namespace.namespace),
    isBusy(namespace),
  );
  return <MoveButton may={may} dialog={(onClose) => <Mover namespace={namespace} onClose={onClose} />} />;
}

/** Null: nothing was chosen; an empty list: reached from everywhere. */
type Rules = readonly string[] | null;

function Mover({ namespace: latest, onClose }: { readonly namespace: Namespace; readonly onClose: () => void }) {
  // As it was when the dialog was opened: what somebody changes meanwhile must be refused, not taken along unseen.
  const [{ namespace: id, projectId, resourceVersion, spec }] = useState(latest);
  const restricted = (spec?.connectivityRuleIds.length ?? 0) > 0;
  const [unrestricted, setUnrestricted] = useState<boolean | null>(restricted ? null : false);
  // Chosen of one project's rules, they say nothing of another's.
  const [chosen, setChosen] = useState<{ readonly of: string; readonly ids: string[] }>({ of: "", ids: [] });
  const idsIn = (destination: string): string[] => (chosen.of === destination ? chosen.ids : []);
  const change = useCarryOut(CloudService.method.moveNamespaceToProject);
  const rulesIn = (destination: string): Rules => {
    if (!restricted || unrestricted === null) return null;
    return unrestricted ? [] : idsIn(destination);
  };
  const move = async (destination: string) => {
    await change(
      {
        namespace: id,
        destinationProjectId: destination,
        expectedSourceProjectId: projectId,
        resourceVersion,
        destinationConnectivityRules: toWire(rulesIn(destination)),
      },
      {
        doing: `Namespace ${id} is being moved`,
        done: `Namespace ${id} has been moved`,
        failed: `Namespace ${id} could not be moved`,
      },
    );
  };
  const isReady = (destination: string): boolean =>
    !restricted || unrestricted === true || (unrestricted === false && idsIn(destination).length > 0);
  return (
    <MoveToProject
      what={`Namespace ${id}`}
      source={projectId}
      operation="cloud.namespace.create"
      onClose={onClose}
      onMove={move}
      isReady={isReady}
    >
      {(destination, errorOf) =>
        restricted && (
          <RulesAfterMove
            destination={destination}
            unrestricted={unrestricted}
            onUnrestricted={setUnrestricted}
            ruleIds={idsIn(destination)}
            onRuleIds={(ids) => setChosen({ of: destination, ids })}
            error={errorOf("rule_ids") ?? errorOf("rule_ids.connectivity_rule_ids")}
          />
        )
      }
    </MoveToProject>
  );
}

function toWire(rules: Rules): MoveNamespaceToProjectRequest["destinationConnectivityRules"] {
  if (rules === null) return { case: undefined };
  if (rules.length === 0) return { case: "unrestricted", value: create(NoConnectivityRulesSchema) };
  return { case: "ruleIds", value: create(ConnectivityRuleIDsSchema, { connectivityRuleIds: [...rules] }) };
}

interface RulesAfterMoveProps {
  readonly destination: string;
  readonly unrestricted: boolean | null;
  readonly onUnrestricted: (unrestricted: boolean) => void;
  readonly ruleIds: string[];
  readonly onRuleIds: (ids: string[]) => void;
  readonly error: string | undefined;
}

function RulesAfterMove(props: RulesAfterMoveProps) {
  const { destination, unrestricted, onUnrestricted, ruleIds, onRuleIds, error } = props;
  const { items, complete } = useConnectivityRules(destination, destination !== "" && unrestricted === false);
  return (
    <Stack gap="sm">
      <Radio.Group
        label="From where it may be reached afterwards"
        description="Its connectivity rules stay in their project"
        value={unrestricted === null ? null : unrestricted ? "everywhere" : "rules"}
        onChange={(value) => onUnrestricted(value === "everywhere")}
        withAsterisk
        {...(error !== undefined && { error })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="rules" label="By rules of the new project" />
          <Radio
            value="everywhere"
            label="From everywhere"
            description="Without a rule, whoever has access may come in"
          />
        </Stack>
      </Radio.Group>
      {unrestricted === false && destination !== "" && complete && items.length === 0 && (
        <Text size="sm" c="dimmed">
          The project has no connectivity rule that you may see.
        </Text>
      )}
      {unrestricted === false && items.length > 0 && (
        <Checkbox.Group label="Rules of the new project" value={ruleIds} onChange={onRuleIds}>
          <Stack gap="xs" mt="xs">
            {items.map((rule) => (
              <Checkbox key={rule.id} value={rule.id} label={describeRule(rule)} description={rule.id} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </Stack>
  );
}
