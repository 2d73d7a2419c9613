// The frame of a form that is a page of its own: its fields, what went wrong, and the two ways out.
import { Button, Group, Paper, Stack } from "@mantine/core";
import { Link, type LinkProps } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useRef } from "react";
import { AskBeforeLeaving } from "./ask-before-leaving.tsx";
import { ErrorState } from "./error-state.tsx";

export interface FormFrameProps {
  readonly children: ReactNode;
  /** "Invite user". */
  readonly submitLabel: string;
  /** Rejects when nothing was done; what it goes on to is the end of it. */
  readonly onSubmit: () => Promise<unknown>;
  /** Something was typed that leaving would lose: it asks first. */
  readonly dirty: boolean;
  readonly busy: boolean;
  readonly disabled?: boolean;
  /** What is not told at a field. */
  readonly error: unknown;
  /** Shown with the error: a way on. */
  readonly errorAction?: ReactNode;
  readonly cancelTo: NonNullable<LinkProps["to"]>;
  readonly cancelParams?: Readonly<Record<string, string>>;
}

export function FormFrame(props: FormFrameProps) {
  const {
    children,
    submitLabel,
    onSubmit,
    dirty,
    busy,
    disabled = false,
    error,
    errorAction,
    cancelTo,
    cancelParams,
  } = props;
  const submitted = useRef(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy || disabled) return;
    submitted.current = true;
    onSubmit().catch(() => {
      submitted.current = false;
    });
  };
  return (
    <Paper component="form" withBorder p={{ base: "md", sm: "lg" }} maw={820} onSubmit={submit} noValidate>
      <AskBeforeLeaving isDirty={() => dirty && !submitted.current} />
      <Stack gap="lg">
        {children}
        {error !== null && error !== undefined && (
          <Stack gap="xs">
            <ErrorState error={error} />
            {errorAction}
          </Stack>
        )}
        <Group justify="end">
          <Button
            variant="default"
            component={Link}
            to={cancelTo}
            {...(cancelParams && { params: cancelParams as never })}
          >
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={disabled}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
