// One user: what it holds and why, its keys, its groups, its history.
import { Menu, Modal, Text } from "@mantine/core";
import type { User } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { createLazyRoute } from "@tanstack/react-router";
import { useState } from "react";
import { Confirm } from "../../../components/confirm.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { useMay } from "../../../data/access-questions.ts";
import { fromUser } from "../../../data/identities.ts";
import { useUser } from "../../../data/users.ts";
import { InvitationShown } from "../invite/invitation-shown.tsx";
import { type InvitationLink, useMakeLink, useRevokeLink } from "../invite/make-link.ts";
import { UserStatus } from "../user-status.tsx";
import { AccessTab } from "./access-tab.tsx";
import { EffectiveTab } from "./effective-tab.tsx";
import { GroupsTab } from "./groups-tab.tsx";
import { HistoryTab } from "./history-tab.tsx";
import { KeysTab } from "./keys-tab.tsx";
import { PrincipalPage } from "./principal-page.tsx";
import { QuestionTab } from "./question-tab.tsx";

function UserPage() {
  const { userId } = route.useParams();
  const { data, error, refetch } = useUser(userId);
  return (
    <Loaded value={data?.user} title="User" error={error} retry={() => void refetch()}>
      {(user) => <Details key={userId} user={user} />}
    </Loaded>
  );
}

type Asked = "link" | "revoke" | null;

function Details({ user }: { readonly user: User }) {
  const search = route.useSearch();
  const [asked, setAsked] = useState<Asked>(null);
  const may = useMay("cloud.user.update");
  const identity = fromUser(user);
  return (
    <>
      <PrincipalPage
        identity={identity}
        may={may}
        crumb={{ label: "Users", to: "/identities/users" }}
        editTo="/identities/users/$userId/edit"
        params={{ userId: user.id }}
        search={search}
        facts={
          <>
            <UserStatus user={user} />
            <Text size="sm" c="dimmed" component="div">
              User, created <RelativeTime at={user.createdTime} />
            </Text>
          </>
        }
        menu={
          user.invitation !== undefined && (
            <>
              <Menu.Item onClick={() => setAsked("link")}>New invitation link</Menu.Item>
              <Menu.Item onClick={() => setAsked("revoke")}>Revoke the invitation link</Menu.Item>
              <Menu.Divider />
            </>
          )
        }
        tabs={[
          { value: "access", label: "Access", render: () => <AccessTab identity={identity} /> },
          {
            value: "effective",
            label: "Effective permissions",
            render: () => <EffectiveTab of={{ kind: "principal", id: user.id }} />,
          },
          {
            value: "can",
            label: "Can they …?",
            render: () => <QuestionTab principalId={user.id} name={identity.name} search={search} />,
          },
          { value: "api-keys", label: "API keys", render: () => <KeysTab identity={identity} /> },
          { value: "groups", label: "Groups", render: () => <GroupsTab user={user} /> },
          { value: "history", label: "History", render: () => <HistoryTab id={user.id} /> },
        ]}
      />
      <InvitationQuestions user={user} asked={asked} onClose={() => setAsked(null)} />
    </>
  );
}

interface InvitationQuestionsProps {
  readonly user: User;
  readonly asked: Asked;
  readonly onClose: () => void;
}

function InvitationQuestions({ user, asked, onClose }: InvitationQuestionsProps) {
  const email = user.spec?.email ?? "";
  const makeLink = useMakeLink();
  const revokeLink = useRevokeLink();
  const [invitation, setInvitation] = useState<InvitationLink | null>(null);
  return (
    <>
      <Confirm
        title="New invitation link"
        label="Make a new link"
        opened={asked === "link"}
        onClose={onClose}
        onConfirm={async () => setInvitation(await makeLink.run(user.id))}
      >
        <Text size="sm">A link that was given to {email} before stops working.</Text>
      </Confirm>
      <Confirm
        title="Revoke the invitation link"
        label="Revoke the link"
        opened={asked === "revoke"}
        onClose={onClose}
        onConfirm={() => revokeLink.run({ userId: user.id, email })}
      >
        <Text size="sm">
          {email} cannot come in with it any more. The user stays; a new link can be made at any time.
        </Text>
      </Confirm>
      <Modal
        opened={invitation !== null}
        onClose={() => undefined}
        withCloseButton={false}
        closeOnEscape={false}
        closeOnClickOutside={false}
        title="Invitation link"
        size="lg"
      >
        {invitation !== null && (
          <InvitationShown email={email} invitation={invitation} onDone={() => setInvitation(null)} />
        )}
      </Modal>
    </>
  );
}

export const route = createLazyRoute("/signed-in/identities/users/$userId")({ component: UserPage });
