// A new connectivity rule: open to everybody, or to one private connection. It cannot be changed later.
import { create } from "@bufbuild/protobuf";
import { SegmentedControl, Select, Switch, Text, TextInput } from "@mantine/core";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import {
  type ConnectivityRuleSpec,
  ConnectivityRuleSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/connectivityrule/v1/message_pb.ts";
import { useState } from "react";
import { DialogForm } from "../../components/dialog-form.tsx";
import { ProjectOfNew } from "../../components/project-of-new.tsx";
import { useCarryOut } from "../../data/carry-out.ts";
import { useRegions } from "../../data/regions.ts";

const nothing = { kind: "private", stableIps: false, connectionId: "", region: "", gcpProject: "", azureResource: "" };

const words = {
  doing: "The connectivity rule is being created",
  done: "The connectivity rule has been created",
  failed: "The connectivity rule could not be created",
};

export function RuleForm({ onClose }: { readonly onClose: () => void }) {
  const [values, setValues] = useState(nothing);
  const [projectId, setProjectId] = useState("");
  const { items: regions } = useRegions();
  const change = useCarryOut(CloudService.method.createConnectivityRule);
  const set = (part: Partial<typeof nothing>) => setValues((before) => ({ ...before, ...part }));
  const provider = values.region.split("-")[0];
  return (
    <DialogForm
      title="Create connectivity rule"
      label="Create rule"
      onClose={onClose}
      onSubmit={async () => void (await change({ spec: toSpec(values), projectId }, words))}
    >
      {(errorOf) => (
        <>
          <Text size="sm" c="dimmed">
            A rule takes effect on the Namespaces that it is attached to. It cannot be changed, only replaced.
          </Text>
          <SegmentedControl
            aria-label="Kind of rule"
            data={[
              { value: "private", label: "Private" },
              { value: "public", label: "Public" },
            ]}
            value={values.kind}
            onChange={(kind) => set({ kind })}
          />
          {values.kind === "public" ? (
            <Switch
              label="Stable IP addresses"
              checked={values.stableIps}
              onChange={(event) => set({ stableIps: event.currentTarget.checked })}
            />
          ) : (
            <>
              <TextInput
                label="Connection id"
                description="Of the VPC endpoint, as vpce-0a1b2c3d"
                withAsterisk
                autoComplete="off"
                value={values.connectionId}
                onChange={(event) => set({ connectionId: event.currentTarget.value })}
                error={errorOf("spec.private_rule.connection_id")}
              />
              <Select
                label="Region"
                withAsterisk
                data={regions.map(({ id }) => id)}
                value={values.region === "" ? null : values.region}
                onChange={(region) => set({ region: region ?? "" })}
                error={errorOf("spec.private_rule.region")}
                searchable
              />
              {provider === "gcp" && (
                <TextInput
                  label="Google Cloud project"
                  value={values.gcpProject}
                  onChange={(event) => set({ gcpProject: event.currentTarget.value })}
                  error={errorOf("spec.private_rule.gcp_project_id")}
                />
              )}
              {provider === "azure" && (
                <TextInput
                  label="Azure private endpoint resource"
                  value={values.azureResource}
                  onChange={(event) => set({ azureResource: event.currentTarget.value })}
                  error={errorOf("spec.private_rule.azure_pe_resource_id")}
                />
              )}
            </>
          )}
          <ProjectOfNew operation="cloud.connectivityrule.create" value={projectId} onChange={setProjectId} />
        </>
      )}
    </DialogForm>
  );
}

function toSpec(values: typeof nothing): ConnectivityRuleSpec {
  const { kind, stableIps: enableStableIps, connectionId, region, gcpProject, azureResource } = values;
  if (kind === "public") {
    return create(ConnectivityRuleSpecSchema, { connectionType: { case: "publicRule", value: { enableStableIps } } });
  }
  const value = {
    connectionId: connectionId.trim(),
    region,
    gcpProjectId: gcpProject.trim(),
    azurePeResourceId: azureResource.trim(),
  };
  return create(ConnectivityRuleSpecSchema, { connectionType: { case: "privateRule", value } });
}
