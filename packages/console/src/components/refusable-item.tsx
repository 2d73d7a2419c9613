// An entry of a menu for what may be refused: where it surely would be, it is grey and says why.
import { Menu, Tooltip } from "@mantine/core";
import type { ReactNode } from "react";

export interface RefusableItemProps {
  /** Null: it can be done. */
  readonly why: string | null;
  readonly danger?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** Refused, it stays in the order of the keyboard: a disabled entry could not say its reason to whoever goes to it. */
export function RefusableItem({ why, danger = false, onClick, children }: RefusableItemProps) {
  if (why === null) {
    // With a shade named, Mantine takes the text colour that is dark enough.
    return (
      <Menu.Item {...(danger && { color: "red.9" })} onClick={onClick}>
        {children}
      </Menu.Item>
    );
  }
  return (
    <Tooltip
      label={why}
      multiline
      maw={320}
      withArrow
      position="left"
      events={{ hover: true, focus: true, touch: true }}
    >
      <Menu.Item aria-disabled aria-description={why} c="dimmed" closeMenuOnClick={false}>
        {children}
      </Menu.Item>
    </Tooltip>
  );
}
