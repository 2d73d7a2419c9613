// What the account menu holds: who is signed in, the colours of the pages, and the way out.
import { Menu, useMantineColorScheme } from "@mantine/core";
import { type Session, Session_PrincipalKind } from "@remit/protocol/gen/remit/v1/session_pb.ts";
import { IconDeviceDesktop, IconLogout, IconMoon, IconSun } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { RelativeTime } from "../components/relative-time.tsx";
import { useSignOut } from "../data/session.ts";
import { AccountButton } from "./account-button.tsx";

export function OpenAccountMenu({ session }: { readonly session: Session }) {
  const { setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const leave = (everywhere: boolean) =>
    signOut.mutate({ everywhere }, { onSettled: () => void navigate({ to: "/sign-in" }) });
  return (
    <Menu position="bottom-end" width={260} defaultOpened>
      <Menu.Target>
        <AccountButton name={session.principalName} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {session.principalKind === Session_PrincipalKind.SERVICE_ACCOUNT ? "Service account" : "User"}, signed in
          until <RelativeTime at={session.expiresAt} />
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        <Menu.Item leftSection={<IconSun size={16} aria-hidden />} onClick={() => setColorScheme("light")}>
          Light
        </Menu.Item>
        <Menu.Item leftSection={<IconMoon size={16} aria-hidden />} onClick={() => setColorScheme("dark")}>
          Dark
        </Menu.Item>
        <Menu.Item leftSection={<IconDeviceDesktop size={16} aria-hidden />} onClick={() => setColorScheme("auto")}>
          As the system
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => leave(false)}>
          Sign out
        </Menu.Item>
        <Menu.Item onClick={() => leave(true)}>Sign out on all devices</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
