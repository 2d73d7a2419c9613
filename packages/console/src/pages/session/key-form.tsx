// An API key, exchanged for a session. The key stays in this field and nowhere else.

import { Code } from "@connectrpc/connect";
import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { describeError } from "../../data/describe-error.ts";
import { useSignIn } from "../../data/session.ts";

export function KeyForm({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const [key, setKey] = useState("");
  const signIn = useSignIn();
  const refused = signIn.error !== null && describeError(signIn.error).code === Code.Unauthenticated;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const onSuccess = () => {
      setKey("");
      onSignedIn();
    };
    signIn.mutate({ credential: { case: "apiKey", value: key.trim() } }, { onSuccess });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <PasswordInput
          label="API key"
          description="It begins with remit_key_. Your session ends when the key does."
          autoComplete="off"
          data-autofocus
          autoFocus
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          error={refused && "This key is not valid, has expired or was disabled."}
        />
        {signIn.error !== null && !refused && <ErrorState error={signIn.error} />}
        <Button type="submit" loading={signIn.isPending} disabled={key.trim() === ""}>
          Sign in
        </Button>
        <Text size="sm" c="dimmed">
          No key? Whoever administers this account can send you an invitation.
        </Text>
      </Stack>
    </form>
  );
}
