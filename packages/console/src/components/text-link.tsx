// A link to another page of ours, in a table or in a sentence.
import { Anchor, type AnchorProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { type AnchorHTMLAttributes, forwardRef } from "react";

type Props = AnchorProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps>;

export const TextLink = createLink(
  forwardRef<HTMLAnchorElement, Props>(function TextLink(props, ref) {
    return <Anchor ref={ref} inherit={props.size === undefined} {...props} />;
  }),
);
