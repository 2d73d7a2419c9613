// What was typed is not lost by a click on a link: leaving asks first. Closing the window asks in the browser's words.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";

/** `isDirty` is asked at the moment of leaving, since saving clears it right before. */
export function AskBeforeLeaving({ isDirty }: { readonly isDirty: () => boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty() && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === "blocked"}
      onClose={() => reset?.()}
      title="Leave without saving?"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        <Text>What you changed on this page has not been saved.</Text>
        <Group justify="end">
          <Button variant="default" onClick={() => reset?.()}>
            Stay
          </Button>
          <Button color="red.8" onClick={() => proceed?.()}>
            Leave
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
