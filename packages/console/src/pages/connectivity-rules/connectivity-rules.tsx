// The list of connectivity rules, and which Namespaces each is attached to.
import { Group, Text } from "@mantine/core";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { ConnectivityRule } from "@remit/protocol/gen/temporal/api/cloud/connectivityrule/v1/message_pb.ts";
import type { Namespace } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { IconPlug, IconPlus } from "@tabler/icons-react";
import { createLazyRoute, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { Confirm } from "../../components/confirm.tsx";
import { CopyText } from "../../components/copy-text.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { MayButton } from "../../components/may-button.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { TextLink } from "../../components/text-link.tsx";
import { useCarryOut } from "../../data/carry-out.ts";
import { describeRule, useConnectivityRules } from "../../data/connectivity-rules.ts";
import { useMayInSomeProject } from "../../data/may.ts";
import { useNamespaces } from "../../data/namespaces.ts";
import { useProjectNames } from "../../data/projects.ts";
import { RuleForm } from "./rule-form.tsx";

function ConnectivityRules() {
  const { q = "" } = useSearch({ from: "/signed-in/connectivity-rules" });
  const navigate = useNavigate({ from: "/connectivity-rules" });
  const list = useConnectivityRules();
  const mayCreate = useMayInSomeProject("cloud.connectivityrule.create");
  const columns = useColumns();
  const [creates, setCreates] = useState(false);
  const [leaving, setLeaving] = useState<ConnectivityRule | null>(null);
  const create = (
    <MayButton may={mayCreate} onClick={() => setCreates(true)} leftSection={<IconPlus size={16} aria-hidden />}>
      Create rule
    </MayButton>
  );
  return (
    <Page
      title="Connectivity rules"
      description="From where Namespaces may be reached. A rule is attached to a Namespace when that is edited."
      actions={create}
    >
      <DataTable
        label="Connectivity rules"
        minWidth={980}
        list={list}
        keyOf={({ id }) => id}
        nameOf={({ id }) => id}
        columns={columns}
        textOf={(rule) => `${rule.id} ${describeRule(rule)}`}
        search={{ text: q, onChange: (value) => void navigate({ search: { q: value }, replace: true }) }}
        actions={[{ label: "Delete", danger: true, onClick: setLeaving }]}
        empty={
          <EmptyState title="No connectivity rules to see" icon={<IconPlug aria-hidden />} action={create}>
            Without a rule a Namespace may be reached from everywhere.
          </EmptyState>
        }
      />
      {creates && <RuleForm onClose={() => setCreates(false)} />}
      <DeleteRule rule={leaving} onClose={() => setLeaving(null)} />
    </Page>
  );
}

function DeleteRule({ rule, onClose }: { readonly rule: ConnectivityRule | null; readonly onClose: () => void }) {
  const change = useCarryOut(CloudService.method.deleteConnectivityRule);
  if (rule === null) return null;
  const { id: connectivityRuleId, resourceVersion } = rule;
  const words = {
    doing: "The connectivity rule is being deleted",
    done: "The connectivity rule has been deleted",
    failed: "The connectivity rule could not be deleted",
  };
  return (
    <Confirm
      opened
      title="Delete connectivity rule"
      label="Delete rule"
      onClose={onClose}
      onConfirm={async () => void (await change({ connectivityRuleId, resourceVersion }, words))}
    >
      <Text>{describeRule(rule)}</Text>
      <Text size="sm" c="dimmed">
        A rule that is attached to a Namespace has to be detached first.
      </Text>
    </Confirm>
  );
}

function useColumns(): readonly Column<ConnectivityRule>[] {
  const { items: namespaces } = useNamespaces();
  const nameProject = useProjectNames();
  return useMemo(() => {
    const holders = new Map<string, Namespace[]>();
    for (const namespace of namespaces) {
      for (const id of namespace.spec?.connectivityRuleIds ?? []) {
        holders.set(id, [...(holders.get(id) ?? []), namespace]);
      }
    }
    return [
      {
        title: "Rule",
        sortBy: describeRule,
        render: (rule) => (
          <Text size="sm" fw={500}>
            {describeRule(rule)}
          </Text>
        ),
      },
      { title: "Id", render: ({ id }) => <CopyText text={id} what="the id" /> },
      {
        title: "Attached to",
        sortBy: ({ id }) => holders.get(id)?.length ?? 0,
        render: ({ id }) => <Holders namespaces={holders.get(id) ?? []} />,
      },
      {
        title: "Project",
        sortBy: ({ projectId }) => nameProject(projectId),
        render: ({ projectId }) => nameProject(projectId),
      },
      {
        title: "Created",
        width: 130,
        sortBy: ({ createdTime }) => Number(createdTime?.seconds ?? 0),
        render: ({ createdTime }) => <RelativeTime at={createdTime} />,
      },
    ];
  }, [namespaces, nameProject]);
}

const most = 3;

function Holders({ namespaces }: { readonly namespaces: readonly Namespace[] }) {
  if (namespaces.length === 0) return <Text c="dimmed">–</Text>;
  return (
    <Group gap="xs">
      {namespaces.slice(0, most).map(({ namespace }) => (
        <TextLink key={namespace} to="/namespaces/$namespace" params={{ namespace }} size="sm">
          {namespace}
        </TextLink>
      ))}
      {namespaces.length > most && <Text size="sm">and {namespaces.length - most} more</Text>}
    </Group>
  );
}

export const route = createLazyRoute("/signed-in/connectivity-rules")({ component: ConnectivityRules });
