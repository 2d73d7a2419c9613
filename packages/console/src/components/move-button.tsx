// Opens the dialog that moves a thing to another project.
import { IconFolderSymlink } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { May } from "../data/access-questions.ts";
import { MayButton } from "./may-button.tsx";

/** @param dialog is given the way to close it */
export function MoveButton({
  may,
  dialog,
}: {
  readonly may: May;
  readonly dialog: (onClose: () => void) => ReactNode;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <MayButton
        size="xs"
        variant="default"
        may={may}
        onClick={() => setOpened(true)}
        leftSection={<IconFolderSymlink size={14} aria-hidden />}
      >
        Move to project
      </MayButton>
      {opened && dialog(() => setOpened(false))}
    </>
  );
}
