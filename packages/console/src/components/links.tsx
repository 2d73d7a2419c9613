// Mantine's button and card as links of the router, with its types for addresses, parameters and search.
import { Button, type ButtonProps, Card, type CardProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";

type OwnProps<Props> = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props> &
  Props & { readonly ref?: Ref<HTMLAnchorElement> };

export const ButtonLink = createLink((props: OwnProps<ButtonProps>) => <Button component="a" {...props} />);
export const CardLink = createLink((props: OwnProps<CardProps>) => <Card component="a" {...props} />);
