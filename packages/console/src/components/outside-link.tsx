// A link that somebody else wrote. Only addresses that browsers merely open become one; anything else is shown as text.
import { Anchor, type AnchorProps, Text } from "@mantine/core";
import type { ReactNode } from "react";

const harmless = /^(https?:\/\/|mailto:|\/(?!\/))/i;

export interface OutsideLinkProps extends AnchorProps {
  readonly href: string;
  readonly children?: ReactNode;
}

export function OutsideLink({ href, children = href, ...props }: OutsideLinkProps) {
  if (!harmless.test(href)) {
    return (
      <Text span inherit style={{ overflowWrap: "anywhere" }}>
        {children}
      </Text>
    );
  }
  const leaves = !href.startsWith("/");
  return (
    <Anchor
      href={href}
      inherit
      style={{ overflowWrap: "anywhere" }}
      {...(leaves && { rel: "noreferrer noopener", target: href.startsWith("mailto:") ? "_self" : "_blank" })}
      {...props}
    >
      {children}
    </Anchor>
  );
}
