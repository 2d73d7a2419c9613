// How delivery to a place goes, as cells of a table.
import { Stack, Text } from "@mantine/core";
import { type Delivery, describeDelivery } from "@remit/client";
import type { AuditStream } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import type { Column } from "../../components/data-table.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusBadge } from "../../components/state-badge.tsx";
import { describeLag } from "../../data/audit-log-sinks.ts";

const badges = {
  healthy: { label: "Healthy", color: "teal" },
  failing: { label: "Failing", color: "red" },
  behind: { label: "Behind", color: "yellow" },
  disabled: { label: "Disabled", color: "gray" },
} as const satisfies Record<Delivery, object>;

const kinds: Readonly<Record<string, string>> = {
  kinesis: "Amazon Kinesis",
  pubsub: "Google Cloud Pub/Sub",
  file: "File",
  webhook: "Webhook",
  stdout: "Standard output",
};

/** @param streamOf undefined while it is not known */
export function deliveryColumns<Item>(streamOf: (item: Item) => AuditStream | undefined): Column<Item>[] {
  return [
    { title: "Destination", render: (item) => <Destination stream={streamOf(item)} /> },
    { title: "Delivery", width: 260, render: (item) => <DeliveryState stream={streamOf(item)} /> },
    {
      title: "Waiting",
      width: 190,
      sortBy: (item) => Number(streamOf(item)?.lagRecords ?? 0n),
      render: (item) => <Waiting stream={streamOf(item)} />,
    },
    {
      title: "Last success",
      width: 130,
      sortBy: (item) => Number(streamOf(item)?.lastSucceededTime?.seconds ?? 0n),
      render: (item) => <RelativeTime at={streamOf(item)?.lastSucceededTime} never="Never" />,
    },
  ];
}

interface OfStream {
  readonly stream: AuditStream | undefined;
}

function Destination({ stream }: OfStream) {
  if (stream === undefined) return null;
  return (
    <Stack gap={0}>
      <Text size="sm">{kinds[stream.kind] ?? stream.kind}</Text>
      <Text size="xs" c="dimmed">
        {stream.destination}
      </Text>
    </Stack>
  );
}

function DeliveryState({ stream }: OfStream) {
  if (stream === undefined) return null;
  const { label, color } = badges[describeDelivery(stream)];
  return (
    <Stack gap={4} align="start">
      <StatusBadge label={label} color={color} />
      {stream.enabled && stream.errorMessage !== "" && (
        <>
          <Text size="xs">{stream.errorMessage}</Text>
          <Text size="xs" c="dimmed">
            Since <RelativeTime at={stream.failingSinceTime} />. It is tried again by itself.
          </Text>
        </>
      )}
    </Stack>
  );
}

const Waiting = ({ stream }: OfStream) =>
  stream === undefined ? null : (
    <Text size="sm" {...(stream.lagRecords === 0n && { c: "dimmed" })}>
      {describeLag(stream)}
    </Text>
  );
