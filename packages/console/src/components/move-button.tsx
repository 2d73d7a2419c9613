// Opens the dialog that moves a thing to another project.
import { IconFolderSymlink } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { May } from "../data/access-questions.ts";
import { DialogButton } from "./dialog-button.tsx";

/** @param dialog is given the way to close it */
export function MoveButton({
  may,
  dialog,
}: {
  readonly may: May;
  readonly dialog: (onClose: () => void) => ReactNode;
}) {
  return (
    <DialogButton
      label="Move to project"
      icon={<IconFolderSymlink size={14} aria-hidden />}
      may={may}
      dialog={(opened, onClose) => opened && dialog(onClose)}
    />
  );
}
