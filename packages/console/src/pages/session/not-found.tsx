// An address that leads nowhere.
import { Button, Center } from "@mantine/core";
import { IconMapPinOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "../../components/empty-state.tsx";

export function NotFound() {
  return (
    <Center component="main" mih="100vh">
      <EmptyState
        order={1}
        title="There is no such page"
        icon={<IconMapPinOff aria-hidden />}
        action={
          <Button component={Link} to="/">
            Go to the first page
          </Button>
        }
      >
        The address may be mistyped, or what it led to has been deleted.
      </EmptyState>
    </Center>
  );
}
