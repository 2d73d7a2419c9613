// Who is signed in, as the button that opens their menu.
import { Button, type ButtonProps, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { ComponentPropsWithRef } from "react";

export interface AccountButtonProps
  extends ButtonProps,
    Omit<ComponentPropsWithRef<"button">, keyof ButtonProps | "name"> {
  readonly name: string;
}

export function AccountButton({ name, ...rest }: AccountButtonProps) {
  return (
    <Button
      variant="subtle"
      color="gray"
      rightSection={<IconChevronDown size={14} aria-hidden />}
      maw="50vw"
      miw={0}
      aria-haspopup="menu"
      {...rest}
    >
      <Text truncate size="sm">
        {name}
      </Text>
    </Button>
  );
}
