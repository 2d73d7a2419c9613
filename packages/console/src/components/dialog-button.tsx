// A small button that opens a dialog, for whoever may do what stands in it.
import { type ReactNode, useState } from "react";
import type { May } from "../data/access-questions.ts";
import { MayButton } from "./may-button.tsx";

/** @param dialog is given whether it is open, and the way to close it */
export function DialogButton({
  label,
  icon,
  may,
  dialog,
}: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly may: May;
  readonly dialog: (opened: boolean, onClose: () => void) => ReactNode;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <MayButton size="xs" variant="default" may={may} onClick={() => setOpened(true)} leftSection={icon}>
        {label}
      </MayButton>
      {dialog(opened, () => setOpened(false))}
    </>
  );
}
