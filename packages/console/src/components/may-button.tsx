// A button for what the server may refuse: where it surely would, the button is grey and says why.
import { Button, type ButtonProps, Tooltip } from "@mantine/core";
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { May } from "../data/access-questions.ts";

export interface MayButtonProps extends Pick<ButtonProps, "variant" | "color" | "size" | "leftSection"> {
  readonly may: May;
  readonly children: ReactNode;
  readonly onClick?: () => void;
  /** Instead of `onClick`: a page to go to, */
  readonly to?: NonNullable<LinkProps["to"]>;
  /** or one whose address has parts of its own. */
  readonly link?: Pick<LinkProps, "to" | "params" | "search">;
}

/** Refused, it stays in the order of the keyboard: a disabled button could not say its reason to whoever tabs to it. */
export function MayButton({ may, children, onClick, to, link, ...look }: MayButtonProps) {
  if (may.allowed === false) {
    return (
      <Tooltip label={may.why} multiline maw={320} withArrow events={{ hover: true, focus: true, touch: true }}>
        <Button {...look} data-disabled aria-disabled onClick={(event) => event.preventDefault()}>
          {children}
        </Button>
      </Tooltip>
    );
  }
  if (to !== undefined) {
    return (
      <Button {...look} component={Link} to={to}>
        {children}
      </Button>
    );
  }
  if (link !== undefined) {
    return (
      <Button {...look} renderRoot={(props) => <Link {...props} {...link} />}>
        {children}
      </Button>
    );
  }
  return (
    <Button {...look} onClick={onClick}>
      {children}
    </Button>
  );
}
