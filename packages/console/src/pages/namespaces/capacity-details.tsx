// How much a Namespace may do, what is asked for beside that, and how it goes.
import { useQuery } from "@connectrpc/connect-query";
import { Group, Text } from "@mantine/core";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import {
  type Capacity_Request,
  type Namespace,
  Capacity_Request_State as State,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { Details, type Fact, Facts } from "../../components/details.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusBadge, type StatusBadgeProps } from "../../components/state-badge.tsx";
import { useMay } from "../../data/access-questions.ts";
import { askAgainAfter } from "../../data/query-client.ts";
import { describeCapacity, describeCapacitySpec, describeEncryption } from "./describe-settings.ts";

export function CapacityDetails({ namespace }: { readonly namespace: Namespace }) {
  const { namespace: id, spec, limits, capacity } = namespace;
  const may = useMay("cloud.namespace.capacityinfo.get", "namespaces", id);
  const { data } = useQuery(
    CloudService.method.getNamespaceCapacityInfo,
    { namespace: id },
    {
      enabled: may.allowed === true,
      refetchInterval: ({ state: { error, data: seen } }) =>
        askAgainAfter(error, seen?.capacityInfo?.currentCapacity?.latestRequest?.state === inProgress),
    },
  );
  const info = data?.capacityInfo;
  const request = info?.currentCapacity?.latestRequest ?? capacity?.latestRequest;
  const units = info?.modeOptions?.provisioned?.validTruValues ?? [];
  const onDemand = info?.modeOptions?.onDemand?.apsLimit;
  const facts: Fact[] = [
    { label: "Capacity", value: describeCapacity(namespace) },
    {
      label: "Actions per second",
      value: limits === undefined || limits.actionsPerSecondLimit === 0 ? "–" : `up to ${limits.actionsPerSecondLimit}`,
    },
    ...(request === undefined ? [] : [{ label: "Latest request", value: <Request request={request} /> }]),
    ...(units.length === 0 ? [] : [{ label: "Can be provisioned", value: `${units.join(", ")} TRU` }]),
    ...(onDemand === undefined || onDemand === 0
      ? []
      : [{ label: "On demand it would be", value: `up to ${onDemand} actions per second` }]),
    {
      label: "Task queue fairness",
      value: spec?.fairness === undefined ? "Default" : spec.fairness.taskQueueFairnessEnabled ? "On" : "Off",
    },
    { label: "Encryption validation", value: describeEncryption(spec?.encryptionValidation) },
    { label: "Managed failover", value: spec?.highAvailability?.disableManagedFailover ? "Off" : "On" },
    {
      label: "Forwarding of passive pollers",
      value: spec?.highAvailability?.disablePassivePollerForwarding ? "Off" : "On",
    },
  ];
  return (
    <Details title="Capacity and availability">
      <Facts facts={facts} />
    </Details>
  );
}

const {
  CAPACITY_REQUEST_IN_PROGRESS: inProgress,
  CAPACITY_REQUEST_COMPLETED: completed,
  CAPACITY_REQUEST_FAILED: failed,
} = State;

const states: Readonly<Record<number, StatusBadgeProps>> = {
  [inProgress]: { label: "In progress", color: "blue", busy: true },
  [completed]: { label: "Completed", color: "teal" },
  [failed]: { label: "Failed", color: "red" },
};

function Request({ request: { state, spec, startTime, endTime } }: { readonly request: Capacity_Request }) {
  return (
    <Group gap="xs">
      <StatusBadge {...(states[state] ?? { label: "Unknown", color: "gray" })} />
      <Text size="sm" span>
        {describeCapacitySpec(spec)}, <RelativeTime at={endTime ?? startTime} />
      </Text>
    </Group>
  );
}
