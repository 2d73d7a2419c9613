// The question before what cannot be taken back and takes others along: whoever answers types what goes.
import { Code, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Confirm, type ConfirmProps } from "./confirm.tsx";

export interface ConfirmByNameProps extends Omit<ConfirmProps, "disabled"> {
  /** What has to be typed. */
  readonly name: string;
  readonly children: ReactNode;
}

export function ConfirmByName({ name, children, onClose, onConfirm, ...rest }: ConfirmByNameProps) {
  const [typed, setTyped] = useState("");
  const forget = (): void => setTyped("");
  return (
    <Confirm
      {...rest}
      onClose={() => {
        forget();
        onClose();
      }}
      onConfirm={onConfirm}
      disabled={typed !== name}
    >
      <Stack gap="sm">
        {typeof children === "string" ? <Text>{children}</Text> : children}
        <TextInput
          label={
            <>
              Type <Code style={{ overflowWrap: "anywhere" }}>{name}</Code> to confirm
            </>
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
      </Stack>
    </Confirm>
  );
}
