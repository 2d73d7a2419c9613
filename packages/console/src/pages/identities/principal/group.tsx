// One group: what its members hold through it, who they are, its history.
import { Badge, Text } from "@mantine/core";
import type { UserGroup } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { createLazyRoute } from "@tanstack/react-router";
import { Loaded } from "../../../components/loaded.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { useMay } from "../../../data/access-questions.ts";
import { fromUserGroup } from "../../../data/identities.ts";
import { useUserGroup } from "../../../data/user-groups.ts";
import { describeGroupType } from "../group-type.ts";
import { AccessTab } from "./access-tab.tsx";
import { EffectiveTab } from "./effective-tab.tsx";
import { HistoryTab } from "./history-tab.tsx";
import { MembersTab } from "./members-tab.tsx";
import { PrincipalPage } from "./principal-page.tsx";

function GroupPage() {
  const { groupId } = route.useParams();
  const { data, error, refetch } = useUserGroup(groupId);
  return (
    <Loaded value={data?.group} title="Group" error={error} retry={() => void refetch()}>
      {(group) => <Details key={groupId} group={group} />}
    </Loaded>
  );
}

function Details({ group }: { readonly group: UserGroup }) {
  const search = route.useSearch();
  const may = useMay("cloud.usergroup.update");
  const identity = fromUserGroup(group);
  return (
    <PrincipalPage
      identity={identity}
      may={may}
      crumb={{ label: "Groups", to: "/identities/groups" }}
      editTo="/identities/groups/$groupId/edit"
      params={{ groupId: group.id }}
      search={search}
      facts={
        <>
          <Badge variant="light" tt="none">
            {describeGroupType(group)} group
          </Badge>
          <Text size="sm" c="dimmed" component="div">
            Created <RelativeTime at={group.createdTime} />
          </Text>
        </>
      }
      tabs={[
        { value: "access", label: "Access", render: () => <AccessTab identity={identity} /> },
        { value: "members", label: "Members", render: () => <MembersTab group={group} /> },
        {
          value: "effective",
          label: "Effective permissions",
          render: () => <EffectiveTab of={{ kind: "group", id: group.id }} />,
        },
        { value: "history", label: "History", render: () => <HistoryTab id={group.id} /> },
      ]}
    />
  );
}

export const route = createLazyRoute("/signed-in/identities/groups/$groupId")({ component: GroupPage });
