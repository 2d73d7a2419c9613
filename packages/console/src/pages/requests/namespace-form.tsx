// Asking for a Namespace: what it is called, where it lies, whose it will be, and what data goes through it.
import { Autocomplete, NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useRegionIds } from "../../data/askables.ts";
import { describeError } from "../../data/describe-error.ts";
import { useOperationId } from "../../data/operation-id.ts";
import { useRequestChanges } from "../../data/requests.ts";
import { useModel } from "../../data/responsibility-model.ts";
import { ReasonField } from "./reason-fields.tsx";
import { RequestFrame } from "./request-frame.tsx";

const classifications = ["public", "internal", "confidential", "restricted"];

const blank = {
  name: "",
  region: "",
  retentionDays: "" as number | string,
  teamId: "",
  dataClassification: "",
  codecEndpoint: "",
};

export function NamespaceForm() {
  const { askForNamespace } = useRequestChanges();
  const { model } = useModel();
  const regions = useRegionIds();
  const [wanted, setWanted] = useState(blank);
  const [reason, setReason] = useState("");
  const asyncOperationId = useOperationId(...Object.values(wanted), reason);
  const { error: refusal, isPending } = askForNamespace;
  const fields = refusal === null ? new Map<string, string>() : describeError(refusal).fields;
  const set = (change: Partial<typeof blank>) => setWanted((now) => ({ ...now, ...change }));
  const scoped = new Set(model?.matrix.kinds.flatMap(({ id, scope }) => (scope === "namespaces" ? [id] : [])));
  const teams = model?.teams.filter(({ kind }) => scoped.has(kind)) ?? [];
  const send = () => {
    const namespace = { ...wanted, retentionDays: Number(wanted.retentionDays) };
    return askForNamespace.mutateAsync({ namespace, reason, asyncOperationId });
  };
  return (
    <RequestFrame busy={isPending} error={refusal} send={send}>
      <TextInput
        label="Name"
        description="Lower-case letters, digits and hyphens"
        value={wanted.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        required
        error={fields.get("namespace.name")}
      />
      <Select
        label="Region"
        data={[...(regions.data ?? [])]}
        value={wanted.region === "" ? null : wanted.region}
        onChange={(region) => set({ region: region ?? "" })}
        searchable
        required
        nothingFoundMessage="No such region"
        error={fields.get("namespace.region")}
      />
      <Select
        label="Team that will own it"
        data={teams.map(({ id, name }) => ({ value: id, label: name }))}
        value={wanted.teamId === "" ? null : wanted.teamId}
        onChange={(teamId) => set({ teamId: teamId ?? "" })}
        searchable
        required
        nothingFoundMessage="No such team"
        error={fields.get("namespace.team_id")}
      />
      <Autocomplete
        label="Data classification"
        description="Becomes the tag data-classification"
        data={classifications}
        value={wanted.dataClassification}
        onChange={(dataClassification) => set({ dataClassification })}
        required
        error={fields.get("namespace.data_classification")}
      />
      <NumberInput
        label="Retention in days"
        description="Empty for the account’s default"
        value={wanted.retentionDays}
        onChange={(retentionDays) => set({ retentionDays })}
        min={1}
        allowDecimal={false}
        clampBehavior="none"
        hideControls
        error={fields.get("namespace.retention_days")}
      />
      <TextInput
        label="Endpoint of the codec server"
        description="Empty for none"
        value={wanted.codecEndpoint}
        onChange={(event) => set({ codecEndpoint: event.currentTarget.value })}
        error={fields.get("namespace.codec_endpoint")}
      />
      <ReasonField reason={reason} onChange={setReason} error={fields.get("reason")} />
    </RequestFrame>
  );
}
