// One service account: what it holds and why, its keys, its history.
import { Badge, Text } from "@mantine/core";
import type { ServiceAccount } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { createLazyRoute } from "@tanstack/react-router";
import { Loaded } from "../../../components/loaded.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { useMay } from "../../../data/access-questions.ts";
import { fromServiceAccount } from "../../../data/identities.ts";
import { useResourceNames } from "../../../data/resources.ts";
import { useServiceAccount } from "../../../data/service-accounts.ts";
import { describeScope } from "../access/scope-words.ts";
import { AccessTab } from "./access-tab.tsx";
import { BoundTab } from "./bound-tab.tsx";
import { EffectiveTab } from "./effective-tab.tsx";
import { HistoryTab } from "./history-tab.tsx";
import { KeysTab } from "./keys-tab.tsx";
import { PrincipalPage } from "./principal-page.tsx";
import { QuestionTab } from "./question-tab.tsx";

function ServiceAccountPage() {
  const { serviceAccountId } = route.useParams();
  const { data, error, refetch } = useServiceAccount(serviceAccountId);
  return (
    <Loaded value={data?.serviceAccount} title="Service account" error={error} retry={() => void refetch()}>
      {(account) => <Details key={serviceAccountId} account={account} />}
    </Loaded>
  );
}

function Details({ account }: { readonly account: ServiceAccount }) {
  const search = route.useSearch();
  const projectName = useResourceNames("projects");
  const { spec } = account;
  const identity = fromServiceAccount(account);
  const onAccount = useMay("cloud.serviceaccount.update");
  // Those that are bound to a Namespace or project are changed by its admins, too.
  const may = identity.bound || identity.access === undefined ? { allowed: undefined, why: "" } : onAccount;
  const access = () =>
    identity.bound && spec !== undefined ? <BoundTab spec={spec} /> : <AccessTab identity={identity} />;
  return (
    <PrincipalPage
      identity={identity}
      may={may}
      crumb={{ label: "Service accounts", to: "/identities/service-accounts" }}
      editTo="/identities/service-accounts/$serviceAccountId/edit"
      params={{ serviceAccountId: account.id }}
      search={search}
      facts={
        <>
          <Badge variant="light" tt="none">
            Scope: {describeScope(account, projectName)}
          </Badge>
          <Text size="sm" c="dimmed" component="div">
            Service account, created <RelativeTime at={account.createdTime} />
          </Text>
          {spec !== undefined && spec.description !== "" && <Text size="sm">{spec.description}</Text>}
        </>
      }
      tabs={[
        { value: "access", label: "Access", render: access },
        {
          value: "effective",
          label: "Effective permissions",
          render: () => <EffectiveTab of={{ kind: "principal", id: account.id }} />,
        },
        {
          value: "can",
          label: "Can it …?",
          render: () => <QuestionTab principalId={account.id} name={identity.name} search={search} />,
        },
        { value: "api-keys", label: "API keys", render: () => <KeysTab identity={identity} /> },
        { value: "history", label: "History", render: () => <HistoryTab id={account.id} /> },
      ]}
    />
  );
}

export const route = createLazyRoute("/signed-in/identities/service-accounts/$serviceAccountId")({
  component: ServiceAccountPage,
});
