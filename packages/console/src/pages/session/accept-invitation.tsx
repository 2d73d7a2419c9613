// Accepting an invitation: nothing happens until the person says so, since mail programs open links by themselves.
import { Anchor, Button, Stack, Text } from "@mantine/core";
import { createLazyRoute, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { useSignIn } from "../../data/session.ts";
import { takeLinkToken } from "./link-token.ts";
import { SessionCard } from "./session-card.tsx";

function AcceptInvitation() {
  const [token] = useState(() => takeLinkToken(window.location, window.history));
  const navigate = useNavigate();
  const accept = useSignIn();
  if (token === null) {
    return (
      <SessionCard title="Invitation">
        <Text>
          This address is not complete. Open the whole link of your invitation, or{" "}
          <Anchor component={Link} to="/sign-in" underline="always">
            sign in
          </Anchor>{" "}
          if you have accepted it already.
        </Text>
      </SessionCard>
    );
  }
  const submit = () =>
    accept.mutate(
      { credential: { case: "invitationToken", value: token } },
      { onSuccess: () => void navigate({ to: "/", replace: true }) },
    );
  return (
    <SessionCard title="You are invited">
      <Stack>
        <Text>Accepting makes you a member of this account and signs you in. The link works once.</Text>
        {accept.error !== null && <ErrorState error={accept.error} />}
        <Button onClick={submit} loading={accept.isPending}>
          Accept the invitation
        </Button>
      </Stack>
    </SessionCard>
  );
}

export const route = createLazyRoute("/accept-invitation")({ component: AcceptInvitation });
