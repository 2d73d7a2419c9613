// Who is signed in, and their menu, which is fetched when it is first opened: no page waits for what places it.
import type { Session } from "@remit/protocol/gen/remit/v1/session_pb.ts";
import { lazy, Suspense, useState } from "react";
import { AccountButton } from "./account-button.tsx";
import { fetchUntilThere } from "./when-idle.tsx";

const OpenAccountMenu = lazy(() =>
  fetchUntilThere(() => import("./account-menu-open.tsx").then((module) => module.OpenAccountMenu)),
);

export function AccountMenu({ session }: { readonly session: Session }) {
  const [wanted, setWanted] = useState(false);
  if (!wanted) return <AccountButton name={session.principalName} onClick={() => setWanted(true)} />;
  return (
    <Suspense fallback={<AccountButton name={session.principalName} loading />}>
      <OpenAccountMenu session={session} />
    </Suspense>
  );
}
