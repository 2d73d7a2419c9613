// The question before what cannot be taken back. What it would do stands in it; nothing is done until it is answered.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { ErrorState } from "./error-state.tsx";

export interface ConfirmProps {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** What the button says: "Delete role". */
  readonly label: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** What is thrown stays in the dialog as its error. */
  readonly onConfirm: () => Promise<void>;
  readonly disabled?: boolean;
}

export function Confirm({ title, children, label, opened, onClose, onConfirm, disabled = false }: ConfirmProps) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const close = () => {
    setError(null);
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      close();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack>
        {typeof children === "string" ? <Text>{children}</Text> : children}
        {error !== null && <ErrorState error={error} />}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button color="red.8" loading={busy} disabled={disabled} onClick={() => void confirm()}>
            {label}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
