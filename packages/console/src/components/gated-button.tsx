// A button for what the person may not do stays where it is, greyed, and says why: it can be focused, so that a
// keyboard and a screen reader get the reason, too.
import { Button, type ButtonProps, Tooltip } from "@mantine/core";
import { Link, type LinkProps } from "@tanstack/react-router";
import type { May } from "../data/access-questions.ts";

export interface GatedButtonProps extends Pick<ButtonProps, "variant" | "color" | "leftSection" | "children" | "size"> {
  readonly may: May;
  /** Either it leads somewhere … */
  readonly link?: Pick<LinkProps, "to" | "params" | "search">;
  /** … or it does something. */
  readonly onClick?: () => void;
}

export function GatedButton({ may, link, onClick, ...look }: GatedButtonProps) {
  if (may.allowed === false) {
    return (
      <Tooltip label={may.why} withArrow multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
        <Button {...look} data-disabled aria-disabled onClick={(event) => event.preventDefault()}>
          {look.children}
        </Button>
      </Tooltip>
    );
  }
  if (link === undefined) return <Button {...look} {...(onClick && { onClick })} />;
  return <Button {...look} renderRoot={(props) => <Link {...props} {...link} />} />;
}
