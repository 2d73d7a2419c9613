// A sink, new or as it was read: where to, and whether it is on.
import { Button, SegmentedControl, Stack, Switch, Text, TextInput } from "@mantine/core";
import type { ExportSink } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { useState } from "react";
import { DialogForm } from "../../../components/dialog-form.tsx";
import { useChange } from "../../../data/change.ts";
import { SinkTestOutcome, useSinkTest } from "./sink-test.tsx";
import {
  fieldsOf,
  kinds,
  newSink,
  type SinkField,
  type SinkKind,
  type SinkValues,
  toSinkSpec,
  toSinkValues,
  toWireField,
} from "./sink-values.ts";

export interface SinkFormProps {
  readonly namespace: string;
  /** Null: a new one. */
  readonly sink: ExportSink | null;
  readonly onClose: () => void;
}

export function SinkForm({ namespace, sink, onClose }: SinkFormProps) {
  const before = sink?.spec ?? null;
  const [values, setValues] = useState<SinkValues>(before === null ? newSink : toSinkValues(before));
  const test = useSinkTest(namespace);
  const { kind, fields } = values;
  const save = useChange(
    async (cloud, spec: ReturnType<typeof toSinkSpec>, asyncOperationId) => {
      if (sink === null) return cloud.createNamespaceExportSink({ namespace, spec, asyncOperationId });
      const { resourceVersion } = sink;
      return cloud.updateNamespaceExportSink({ namespace, spec, resourceVersion, asyncOperationId });
    },
    ({ name }) => `Export sink ${name} has been ${sink === null ? "created" : "updated"}`,
  );
  const set = (part: Partial<SinkValues>) => {
    // What was tested is not what stands there now.
    test.forget();
    setValues((now) => ({ ...now, ...part }));
  };
  const setField = (name: string, value: string) =>
    set({ fields: { ...fields, [kind]: { ...fields[kind], [name]: value } } });
  return (
    <DialogForm
      title={sink === null ? "Create export sink" : `Edit ${sink.name}`}
      label={sink === null ? "Create sink" : "Save changes"}
      onClose={onClose}
      onSubmit={async () => void (await save.run(toSinkSpec(values, before)))}
    >
      {(errorOf) => (
        <>
          <TextInput
            label="Name"
            description={sink === null ? "It cannot be changed later" : "It cannot be changed"}
            withAsterisk
            autoComplete="off"
            readOnly={sink !== null}
            value={values.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            error={errorOf("spec.name")}
          />
          <Stack gap={4}>
            <Text size="sm" fw={500} aria-hidden>
              Destination
            </Text>
            <SegmentedControl
              aria-label="Destination"
              data={[...kinds]}
              value={kind}
              onChange={(value) => set({ kind: value as SinkKind })}
              fullWidth
              orientation="vertical"
            />
          </Stack>
          {fieldsOf[kind].map((field) => (
            <Field
              key={`${kind}.${field.name}`}
              field={field}
              value={fields[kind][field.name] ?? ""}
              error={errorOf(toWireField(kind, field.name))}
              onChange={(value) => setField(field.name, value)}
            />
          ))}
          <Switch
            label="Export to it"
            description="What closes while it is off is not exported later."
            checked={values.enabled}
            onChange={(event) => set({ enabled: event.currentTarget.checked })}
          />
          <SinkTestOutcome outcome={test.outcome} />
          <Button
            variant="light"
            loading={test.outcome.state === "running"}
            onClick={() => void test.run(toSinkSpec(values, before))}
          >
            Test it without saving
          </Button>
        </>
      )}
    </DialogForm>
  );
}

interface FieldProps {
  readonly field: SinkField;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

const Field = ({ field: { label, description, required }, value, error, onChange }: FieldProps) => (
  <TextInput
    label={label}
    {...(description !== undefined && { description })}
    withAsterisk={required === true}
    autoComplete="off"
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
    error={error}
  />
);
