// Inviting a person: who, what they may do, and then the link to hand over.
import { create } from "@bufbuild/protobuf";
import { Paper, TextInput } from "@mantine/core";
import { UserSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorState } from "../../../components/error-state.tsx";
import { FormFrame } from "../../../components/form-frame.tsx";
import { Page } from "../../../components/page.tsx";
import { useChange } from "../../../data/change.ts";
import { emptyDraft, fromDraft } from "../access/access-draft.ts";
import { AccessFields } from "../access/access-fields.tsx";
import { errorsOf } from "../errors-of.ts";
import { InvitationShown } from "./invitation-shown.tsx";
import { type InvitationLink, useMakeLink } from "./make-link.ts";

function InviteUser() {
  const navigate = useNavigate();
  const [email, setEmail] = useState("");
  const [draft, setDraft] = useState(emptyDraft);
  const [invited, setInvited] = useState<{ readonly userId: string; readonly invitation: InvitationLink | null }>();
  const makeLink = useMakeLink();
  const createUser = useChange(
    async (cloud, address: string, asyncOperationId) => {
      const spec = create(UserSpecSchema, { email: address, access: fromDraft(draft) });
      return (await cloud.createUser({ spec, asyncOperationId })).userId;
    },
    (address) => `${address} is a user now. The invitation link is on the page.`,
  );
  const submit = async () => {
    const userId = await createUser.run(email.trim());
    setInvited({ userId, invitation: null });
    // Whatever becomes of the link: the user is there, and nothing of the form is left to lose.
    await submitLink(makeLink, userId, setInvited);
  };
  const open = (userId: string) =>
    void navigate({ to: "/identities/users/$userId", params: { userId }, replace: true });
  const errors = errorsOf(createUser.error, ["spec.email"]);
  return (
    <Page title="Invite user" crumbs={[{ label: "Users", to: "/identities/users" }]}>
      {invited === undefined ? (
        <FormFrame
          submitLabel="Invite user"
          onSubmit={submit}
          dirty={email !== "" || draft !== emptyDraft}
          busy={createUser.busy}
          error={errors.rest}
          cancelTo="/identities/users"
          disabled={email.trim() === ""}
        >
          <TextInput
            label="Email"
            type="email"
            autoComplete="off"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={errors.fields.get("spec.email")}
          />
          <AccessFields value={draft} onChange={setDraft} errors={errors.fields} />
        </FormFrame>
      ) : (
        <Paper withBorder p="lg" maw={820}>
          {makeLink.error !== null && (
            <ErrorState error={makeLink.error} retry={() => void submitLink(makeLink, invited.userId, setInvited)} />
          )}
          {invited.invitation !== null && (
            <InvitationShown email={email.trim()} invitation={invited.invitation} onDone={() => open(invited.userId)} />
          )}
        </Paper>
      )}
    </Page>
  );
}

/** The user is there already when only the link went wrong: it can be made again, here or on the user's page. */
async function submitLink(
  { run }: ReturnType<typeof useMakeLink>,
  userId: string,
  show: (invited: { userId: string; invitation: InvitationLink }) => void,
): Promise<void> {
  const invitation = await run(userId).catch(() => null);
  if (invitation !== null) show({ userId, invitation });
}

export const route = createLazyRoute("/signed-in/identities/users/invite")({ component: InviteUser });
