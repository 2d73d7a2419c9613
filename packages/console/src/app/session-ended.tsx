// A session that ends while somebody works: they sign in again in front of the page, and what they typed is still there.
import { Modal, Stack, Text } from "@mantine/core";
import { useIsSignedOut } from "../data/session.ts";
import { KeyForm } from "../pages/session/key-form.tsx";

export function SessionEnded() {
  return (
    <Modal
      opened={useIsSignedOut()}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Your session has ended"
    >
      <Stack>
        <Text size="sm">Sign in to go on. Nothing that you typed is lost.</Text>
        <KeyForm onSignedIn={() => undefined} />
      </Stack>
    </Modal>
  );
}
