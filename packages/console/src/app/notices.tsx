import { Notifications } from "@mantine/notifications";

/** Where what was done is told. What is told before this is there waits for it. */
export const Notices = () => <Notifications position="bottom-right" />;
