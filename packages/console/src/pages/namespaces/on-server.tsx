// What the Temporal server calls a Namespace, where the two disagree, and the ways to mend that or to let it go again.
import { Alert, Code, Group, List, Text } from "@mantine/core";
import { type CheckedNamespace, NamespaceService } from "@remit/protocol/gen/remit/v1/namespaces_pb.ts";
import type { Namespace } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Confirm } from "../../components/confirm.tsx";
import { ConfirmByName } from "../../components/confirm-by-name.tsx";
import { CopyText } from "../../components/copy-text.tsx";
import { Details, Facts } from "../../components/details.tsx";
import { MayButton } from "../../components/may-button.tsx";
import { useMay } from "../../data/access-questions.ts";
import { useCarryOut } from "../../data/carry-out.ts";
import { onceSettled } from "../../data/may.ts";
import { useNamespaceOnServer } from "../../data/namespaces-on-server.ts";
import { isBusy } from "../../data/resource-states.ts";

type Asked = "release" | "repair" | null;

/** Nothing for whoever may not see how servers and Remit differ. */
export function OnServer({ namespace }: { readonly namespace: Namespace }) {
  const { namespace: id } = namespace;
  const [asked, setAsked] = useState<Asked>(null);
  const busy = isBusy(namespace);
  const maySee = useMay("remit.drift.get");
  const mayAdopt = useMay("remit.namespace.adopt");
  const mayDelete = useMay("cloud.namespace.delete", "namespaces", id);
  const mayUpdate = useMay("cloud.namespace.update", "namespaces", id);
  const found = useNamespaceOnServer(id, maySee.allowed === true && !busy);
  if (found === undefined) return null;
  const actions = (
    <Group gap="xs">
      {found.repairable && (
        <MayButton size="xs" variant="default" may={onceSettled(mayUpdate, busy)} onClick={() => setAsked("repair")}>
          Repair
        </MayButton>
      )}
      {found.adopted && (
        <MayButton
          size="xs"
          variant="default"
          may={onceSettled(mayAdopt.allowed === false ? mayAdopt : mayDelete, busy)}
          onClick={() => setAsked("release")}
        >
          Release
        </MayButton>
      )}
    </Group>
  );
  return (
    <Details title="On the Temporal server" action={actions}>
      <Facts
        facts={[
          { label: "Name there", value: <CopyText text={found.serverName} what="the name on the server" /> },
          { label: "Came here", value: found.adopted ? "Adopted: it was on its server before" : "Created here" },
        ]}
      />
      <Differences found={found} />
      {asked === "repair" && <Repair id={id} onClose={() => setAsked(null)} />}
      {asked === "release" && (
        <Release namespace={namespace} serverName={found.serverName} onClose={() => setAsked(null)} />
      )}
    </Details>
  );
}

function Differences({ found: { problem, differences } }: { readonly found: CheckedNamespace }) {
  if (problem !== "") return <Text size="sm">It could not be looked at: {problem}.</Text>;
  if (differences.length === 0) return <Text size="sm">The server has what was applied.</Text>;
  return (
    <Alert color="yellow" variant="light" title="The server does not have what was applied">
      <List size="sm" style={{ overflowWrap: "anywhere" }}>
        {differences.map(({ field, here, there }) => (
          <List.Item key={field}>
            <Code>{field}</Code>: {here || "nothing"} here, {there || "nothing"} there
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function Repair({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const change = useCarryOut(NamespaceService.method.repairNamespace);
  const repair = async () => {
    await change(
      { namespace: id },
      {
        doing: `Namespace ${id} is being repaired`,
        done: `Namespace ${id} has been repaired`,
        failed: `Namespace ${id} could not be repaired`,
      },
    );
  };
  return (
    <Confirm opened title="Repair Namespace" label="Repair Namespace" onClose={onClose} onConfirm={repair}>
      <Text>
        What was applied here is written to the server. Search attributes that only the server has are taken over.
      </Text>
    </Confirm>
  );
}

interface ReleaseProps {
  readonly namespace: Namespace;
  readonly serverName: string;
  readonly onClose: () => void;
}

function Release({ namespace: latest, serverName, onClose }: ReleaseProps) {
  const [{ namespace: id, resourceVersion }] = useState(latest);
  const change = useCarryOut(NamespaceService.method.release);
  const navigate = useNavigate();
  const release = async () => {
    await change(
      { namespace: id, resourceVersion },
      {
        doing: `Namespace ${id} is being released`,
        done: `Namespace ${id} has been released`,
        failed: `Namespace ${id} could not be released`,
      },
    );
    await navigate({ to: "/namespaces" });
  };
  return (
    <ConfirmByName
      opened
      title="Release Namespace"
      label="Release Namespace"
      name={id}
      onClose={onClose}
      onConfirm={release}
    >
      <Text>
        Remit forgets the Namespace and every grant on it. On its server it stays as it is, as <Code>{serverName}</Code>
        , and clients no longer reach it through Remit.
      </Text>
    </ConfirmByName>
  );
}
