// A new sink, or another place for one that is there. Its place can be tried before anything is saved.
import { SegmentedControl, Switch, TextInput } from "@mantine/core";
import type { AuditLogSink } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { useState } from "react";
import { DialogForm } from "../../components/dialog-form.tsx";
import { useCarryOut } from "../../data/carry-out.ts";
import { fromSpec, type SinkValues, toSpec } from "./sink-values.ts";
import { TrySink } from "./try-sink.tsx";

const kinds = [
  { value: "kinesis", label: "Amazon Kinesis" },
  { value: "pubsub", label: "Google Cloud Pub/Sub" },
];

interface Field {
  readonly key: "roleName" | "destinationUri" | "region" | "serviceAccountId" | "topicName" | "gcpProjectId";
  readonly label: string;
  readonly description: string;
  readonly wire: string;
  readonly required?: true;
}

const fields: Readonly<Record<SinkValues["kind"], readonly Field[]>> = {
  kinesis: [
    {
      key: "destinationUri",
      label: "Stream",
      description: "Its ARN, as arn:aws:kinesis:us-east-1:123456789012:stream/audit",
      wire: "spec.kinesis_sink.destination_uri",
      required: true,
    },
    { key: "region", label: "Region", description: "As us-east-1", wire: "spec.kinesis_sink.region" },
    {
      key: "roleName",
      label: "Role",
      description: "IAM role that is assumed to write; empty: the credentials of this deployment",
      wire: "spec.kinesis_sink.role_name",
    },
  ],
  pubsub: [
    {
      key: "gcpProjectId",
      label: "Google Cloud project",
      description: "Its id",
      wire: "spec.pub_sub_sink.gcp_project_id",
      required: true,
    },
    {
      key: "topicName",
      label: "Topic",
      description: "Its name within the project",
      wire: "spec.pub_sub_sink.topic_name",
      required: true,
    },
    {
      key: "serviceAccountId",
      label: "Service account",
      description: "One that is impersonated to publish; empty: the credentials of this deployment",
      wire: "spec.pub_sub_sink.service_account_id",
    },
  ],
};

export interface SinkFormProps {
  /** Null: a new one. */
  readonly sink: AuditLogSink | null;
  readonly onClose: () => void;
}

export function SinkForm({ sink, onClose }: SinkFormProps) {
  const [values, setValues] = useState(() => fromSpec(sink?.spec));
  const create = useCarryOut(CloudService.method.createAccountAuditLogSink);
  const update = useCarryOut(CloudService.method.updateAccountAuditLogSink);
  const set = (part: Partial<SinkValues>) => setValues((before) => ({ ...before, ...part }));
  const isNew = sink === null;
  const submit = async (): Promise<void> => {
    const spec = toSpec(values);
    const words = wordsFor(spec.name, isNew);
    if (isNew) await create({ spec }, words);
    else await update({ spec, resourceVersion: sink.resourceVersion }, words);
  };
  return (
    <DialogForm
      title={isNew ? "Create audit log sink" : `Edit audit log sink ${sink.name}`}
      label={isNew ? "Create sink" : "Save"}
      onClose={onClose}
      onSubmit={submit}
    >
      {(errorOf) => (
        <>
          {isNew && (
            <TextInput
              label="Name"
              description="It cannot be changed later"
              withAsterisk
              autoComplete="off"
              value={values.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
              error={errorOf("spec.name")}
            />
          )}
          <SegmentedControl
            aria-label="Kind of destination"
            data={kinds}
            value={values.kind}
            onChange={(kind) => set({ kind: kind === "pubsub" ? "pubsub" : "kinesis" })}
          />
          {fields[values.kind].map(({ key, label, description, wire, required }) => (
            <TextInput
              key={key}
              label={label}
              description={description}
              withAsterisk={required === true}
              autoComplete="off"
              value={values[key]}
              onChange={(event) => set({ [key]: event.currentTarget.value })}
              error={errorOf(wire)}
            />
          ))}
          <Switch
            label="Enabled"
            description="What is recorded while it is disabled is sent once it is enabled."
            checked={values.enabled}
            onChange={(event) => set({ enabled: event.currentTarget.checked })}
          />
          <TrySink spec={toSpec(values)} />
        </>
      )}
    </DialogForm>
  );
}

const wordsFor = (name: string, isNew: boolean) =>
  isNew
    ? {
        doing: `Audit log sink ${name} is being created`,
        done: `Audit log sink ${name} has been created`,
        failed: `Audit log sink ${name} could not be created`,
      }
    : {
        doing: `Audit log sink ${name} is being saved`,
        done: `Audit log sink ${name} has been saved`,
        failed: `Audit log sink ${name} could not be saved`,
      };
