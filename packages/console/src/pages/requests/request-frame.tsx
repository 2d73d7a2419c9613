// The frame of every form that asks for something: how it is sent, and where one goes then.
import { Paper, Stack } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { FormEvent, ReactNode } from "react";
import { tellDone } from "../../components/tell-done.ts";
import { SendButtons } from "./reason-fields.tsx";

export interface RequestFrameProps {
  readonly children: ReactNode;
  readonly busy: boolean;
  /** Of the last try; what was typed stays. */
  readonly error: Error | null;
  /** Resolves with the request that was made. */
  readonly send: () => Promise<{ readonly requestId: string }>;
}

export function RequestFrame({ children, busy, error, send }: RequestFrameProps) {
  const navigate = useNavigate();
  const submit = async () => {
    const { requestId } = await send();
    tellDone("Your request has been sent to those who decide.");
    await navigate({ to: "/requests/$requestId", params: { requestId } });
  };
  return (
    <Paper withBorder p="lg">
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          // The refusal is shown below the fields.
          void submit().catch(() => undefined);
        }}
      >
        <Stack>
          {children}
          <SendButtons busy={busy} error={error} />
        </Stack>
      </form>
    </Paper>
  );
}
