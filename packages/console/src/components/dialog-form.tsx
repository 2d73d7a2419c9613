// A small form in a dialog. A refusal stays in it, and what was typed with it.
import { Button, Group, Modal, Stack } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "../data/describe-error.ts";
import { ErrorState } from "./error-state.tsx";

export interface DialogFormProps {
  readonly title: string;
  /** What the button says. */
  readonly label: string;
  readonly onClose: () => void;
  /** What is thrown is shown. */
  readonly onSubmit: () => Promise<void>;
  readonly disabled?: boolean;
  /** Gets the message that belongs to a field, by its name on the wire. */
  readonly children: (errorOf: (field: string) => string | undefined) => ReactNode;
}

export function DialogForm({ title, label, onClose, onSubmit, disabled = false, children }: DialogFormProps) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const fields = error === null ? new Map<string, string>() : describeError(error).fields;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await onSubmit();
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          {children((field) => fields.get(field))}
          {error !== null && <ErrorState error={error} />}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={disabled}>
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
