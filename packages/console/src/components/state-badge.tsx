// In what state a resource is. What is under way turns, so that one sees that the page follows it.
import { Badge, Loader } from "@mantine/core";
import type { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { describeState } from "../data/resource-states.ts";

export function StateBadge({ state }: { readonly state: ResourceState }) {
  const { label, color, busy } = describeState(state);
  return <StatusBadge label={label} color={color} busy={busy} />;
}

export interface StatusBadgeProps {
  readonly label: string;
  readonly color: "teal" | "blue" | "red" | "gray" | "yellow";
  readonly busy?: boolean;
}

export function StatusBadge({ label, color, busy = false }: StatusBadgeProps) {
  return (
    <Badge
      variant="default"
      radius="sm"
      tt="none"
      fw={500}
      leftSection={busy ? <Loader size={10} color={color} aria-hidden /> : <Dot color={color} />}
    >
      {label}
    </Badge>
  );
}

function Dot({ color }: { readonly color: string }) {
  return (
    <span
      aria-hidden
      style={{
        display: "block",
        width: 8,
        height: 8,
        borderRadius: "50%",
        background: `var(--mantine-color-${color}-filled)`,
      }}
    />
  );
}
