// In which regions a Namespace is, and how each of them fares. The active one takes what clients send; another one follows
// it, and may take its place.
import { Group, Select, Stack, Text } from "@mantine/core";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import {
  type Namespace,
  type Replica,
  Replica_ReplicaState as State,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Confirm } from "../../components/confirm.tsx";
import { DialogButton } from "../../components/dialog-button.tsx";
import { DialogForm } from "../../components/dialog-form.tsx";
import { MayButton } from "../../components/may-button.tsx";
import { StatusBadge, type StatusBadgeProps } from "../../components/state-badge.tsx";
import { type May, useMay } from "../../data/access-questions.ts";
import { useCarryOut } from "../../data/carry-out.ts";
import { onceSettled } from "../../data/may.ts";
import { providerOf, useRegions } from "../../data/regions.ts";
import { isBusy } from "../../data/resource-states.ts";

type Open = { readonly dialog: "fail-over" | "remove"; readonly region: string };

export function RegionList({ namespace }: { readonly namespace: Namespace }) {
  const { namespace: id, replicas } = namespace;
  const [open, setOpen] = useState<Open | null>(null);
  const busy = isBusy(namespace);
  const mayFailOver = onceSettled(useMay("cloud.namespace.failoverRegion", "namespaces", id), busy);
  const mayRemove = onceSettled(useMay("cloud.namespace.deleteRegion", "namespaces", id), busy);
  if (replicas.length === 0) return <Text size="sm">{namespace.activeRegion || "–"}</Text>;
  return (
    <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: "none" }} aria-label="Regions">
      {replicas.map((replica) => (
        <Group component="li" key={replica.id} justify="space-between" gap="sm">
          <Group gap="xs">
            <Text size="sm" fw={500}>
              {replica.region}
            </Text>
            <StatusBadge {...describeReplica(replica, replicas.length)} />
          </Group>
          {replicas.length > 1 && !replica.isPrimary && (
            <Group gap="xs">
              <MayButton
                size="xs"
                variant="default"
                may={onceActive(mayFailOver, replica)}
                onClick={() => setOpen({ dialog: "fail-over", region: replica.region })}
              >
                Fail over to {replica.region}
              </MayButton>
              <MayButton
                size="xs"
                variant="subtle"
                color="red"
                may={mayRemove}
                onClick={() => setOpen({ dialog: "remove", region: replica.region })}
              >
                Remove {replica.region}
              </MayButton>
            </Group>
          )}
        </Group>
      ))}
      {open?.dialog === "fail-over" && (
        <FailOver namespace={namespace} region={open.region} onClose={() => setOpen(null)} />
      )}
      {open?.dialog === "remove" && (
        <RemoveRegion namespace={namespace} region={open.region} onClose={() => setOpen(null)} />
      )}
    </Stack>
  );
}

/** What has not arrived there cannot be gone on with. */
const onceActive = (may: May, { state }: Replica): May =>
  may.allowed === false || state === State.ACTIVE || state === State.UNSPECIFIED
    ? may
    : { allowed: false, why: "Wait until the region is ready." };

function describeReplica({ state, isPrimary }: Replica, count: number): StatusBadgeProps {
  switch (state) {
    case State.ADDING:
      return { label: "Being added", color: "blue", busy: true };
    case State.REMOVING:
      return { label: "Being removed", color: "blue", busy: true };
    case State.FAILED:
      return { label: "Failed", color: "red" };
    default:
      if (count === 1) return { label: "Active", color: "teal" };
      return isPrimary ? { label: "Active", color: "teal" } : { label: "Follows", color: "gray" };
  }
}

interface RegionDialogProps {
  readonly namespace: Namespace;
  readonly region: string;
  readonly onClose: () => void;
}

function FailOver({ namespace: { namespace, activeRegion }, region, onClose }: RegionDialogProps) {
  const change = useCarryOut(CloudService.method.failoverNamespaceRegion);
  const [asked] = useState(activeRegion);
  const failOver = async () => {
    await change(
      { namespace, region },
      {
        doing: `Namespace ${namespace} is failing over to ${region}`,
        done: `Namespace ${namespace} is active in ${region}`,
        failed: `Namespace ${namespace} could not fail over to ${region}`,
      },
    );
  };
  return (
    <Confirm opened title="Fail over" label={`Fail over to ${region}`} onClose={onClose} onConfirm={failOver}>
      <Text>
        {namespace} is active in {asked}. From the failover on, {region} takes what clients and Workers send.
      </Text>
      <Text size="sm">
        What {asked} has not yet passed on goes on from what {region} knows, so that steps of a workflow may run again.
        Workers have to reach {region}.
      </Text>
    </Confirm>
  );
}

function RemoveRegion({ namespace: latest, region, onClose }: RegionDialogProps) {
  const [{ namespace, resourceVersion }] = useState(latest);
  const change = useCarryOut(CloudService.method.deleteNamespaceRegion);
  const remove = async () => {
    await change(
      { namespace, region, resourceVersion },
      {
        doing: `Namespace ${namespace} is being removed from ${region}`,
        done: `Namespace ${namespace} is no longer in ${region}`,
        failed: `Namespace ${namespace} could not be removed from ${region}`,
      },
    );
  };
  return (
    <Confirm opened title="Remove region" label={`Remove ${region}`} onClose={onClose} onConfirm={remove}>
      <Text>
        {region} no longer follows {namespace}, and can no longer take its place when the active region fails.
      </Text>
    </Confirm>
  );
}

export function AddRegion({ namespace }: { readonly namespace: Namespace }) {
  const may = onceSettled(useMay("cloud.namespace.addRegion", "namespaces", namespace.namespace), isBusy(namespace));
  if (namespace.replicas.length > 1) return null;
  return (
    <DialogButton
      label="Add region"
      icon={<IconPlus size={14} aria-hidden />}
      may={may}
      dialog={(opened, onClose) => opened && <Adder namespace={namespace} onClose={onClose} />}
    />
  );
}

function Adder({ namespace: latest, onClose }: { readonly namespace: Namespace; readonly onClose: () => void }) {
  const [{ namespace, resourceVersion, replicas }] = useState(latest);
  const [region, setRegion] = useState("");
  const { items } = useRegions();
  const taken = new Set(replicas.map((replica) => replica.region));
  const change = useCarryOut(CloudService.method.addNamespaceRegion);
  const add = async () => {
    await change(
      { namespace, region, resourceVersion },
      {
        doing: `Namespace ${namespace} is being added to ${region}`,
        done: `Namespace ${namespace} is in ${region}, too`,
        failed: `Namespace ${namespace} could not be added to ${region}`,
      },
    );
  };
  return (
    <DialogForm title="Add region" label="Add region" onClose={onClose} onSubmit={add} disabled={region === ""}>
      {(errorOf) => (
        <Select
          label="Region"
          description="It follows the active one, and can take its place"
          data={items
            .filter(({ id }) => !taken.has(id))
            .map((one) => ({ value: one.id, label: `${one.id} · ${one.location} (${providerOf(one)})` }))}
          value={region === "" ? null : region}
          onChange={(id) => setRegion(id ?? "")}
          error={errorOf("region")}
          searchable
          withAsterisk
        />
      )}
    </DialogForm>
  );
}
