import { notifications } from "@mantine/notifications";

/** Says that something was done, where it does not stand in the way. */
export function tellDone(message: string): void {
  notifications.show({ message, color: "green", closeButtonProps: { "aria-label": "Close" } });
}
