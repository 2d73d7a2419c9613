// What every change on the Cloud Ops API has in common: an id of its own, so that it can be sent again without being
// done twice; its outcome told; and everything on the page asked again, since access reaches everywhere.
import { type Client, createClient } from "@connectrpc/connect";
import { useTransport } from "@connectrpc/connect-query";
import { notifications } from "@mantine/notifications";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { isUnreachable } from "./describe-error.ts";
import { newOperationId } from "./operation-id.ts";

export type CloudClient = Client<typeof CloudService>;

export function useCloud(): CloudClient {
  const transport = useTransport();
  return useMemo(() => createClient(CloudService, transport), [transport]);
}

interface Attempt<Input> {
  readonly input: Input;
  readonly operationId: string;
}

export interface Change<Input, Answer> {
  readonly run: (input: Input) => Promise<Answer>;
  readonly busy: boolean;
  readonly error: Error | null;
  /** Forgets the error, and the answer with whatever secret it held. */
  readonly reset: () => void;
}

/**
 * `act` makes the call; `done` says what was done, in the past tense, or null where the page itself shows it. The
 * answer is kept nowhere but with whoever called `run`: it may hold a secret.
 */
export function useChange<Input, Answer>(
  act: (cloud: CloudClient, input: Input, asyncOperationId: string) => Promise<Answer>,
  done: (input: Input) => string | null,
): Change<Input, Answer> {
  const cloud = useCloud();
  const client = useQueryClient();
  const mutation: UseMutationResult<Answer, Error, Attempt<Input>> = useMutation({
    mutationFn: ({ input, operationId }: Attempt<Input>) => act(cloud, input, operationId),
    retry: (failures, error) => isUnreachable(error) && failures < 3,
    gcTime: 0,
    onSuccess: (_answer, { input }) => {
      const message = done(input);
      if (message !== null) notifications.show({ message, color: "green" });
      void client.invalidateQueries();
    },
  });
  return {
    run: async (input) => {
      const answer = await mutation.mutateAsync({ input, operationId: newOperationId() });
      mutation.reset();
      return answer;
    },
    busy: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  };
}
