// What can be done with one thing, at the head of its page.
import { IconPencil, IconTrash } from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";
import type { May } from "../data/access-questions.ts";
import { MayButton } from "./may-button.tsx";

export interface EditAndDeleteProps {
  readonly mayEdit: May;
  /** Where it is edited, or what opens that. */
  readonly edit: Pick<LinkProps, "to" | "params"> | (() => void);
  readonly mayDelete: May;
  /** Asks before it deletes. */
  readonly onDelete: () => void;
}

export function EditAndDelete({ mayEdit, edit, mayDelete, onDelete }: EditAndDeleteProps) {
  return (
    <>
      <MayButton
        variant="default"
        may={mayEdit}
        {...(typeof edit === "function" ? { onClick: edit } : { link: edit })}
        leftSection={<IconPencil size={16} aria-hidden />}
      >
        Edit
      </MayButton>
      <MayButton
        variant="light"
        color="red"
        may={mayDelete}
        onClick={onDelete}
        leftSection={<IconTrash size={16} aria-hidden />}
      >
        Delete
      </MayButton>
    </>
  );
}
