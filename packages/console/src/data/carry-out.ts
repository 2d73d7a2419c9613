// A change of something that the server carries out: sent once, waited for, told about, and everything that may show it
// asked again.
import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import type { Transport } from "@connectrpc/connect";
import { callUnaryMethod, useTransport } from "@connectrpc/connect-query";
import { notifications } from "@mantine/notifications";
import type { AsyncOperation } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { isEnded, waitUntilDone } from "./async-operations.ts";
import { describeError } from "./describe-error.ts";
import { newOperationId } from "./operation-id.ts";

export interface ChangeWords {
  /** While it lasts: "Namespace orders is being created". */
  readonly doing: string;
  /** When it is done: "Namespace orders has been created". */
  readonly done: string;
  /** When it failed after it was accepted: "Namespace orders could not be created". */
  readonly failed: string;
}

type Answer = { readonly asyncOperation?: AsyncOperation | undefined };

/**
 * Resolves as soon as the server has accepted the change; what takes longer is told by notifications, on whatever page
 * the person is by then. Rejects with the refusal, and then nothing was changed.
 */
export function useCarryOut<I extends DescMessage, O extends DescMessage>(method: DescMethodUnary<I, O>) {
  const transport = useTransport();
  const client = useQueryClient();
  const sent = useRef<{ readonly request: string; readonly id: string } | null>(null);
  return useCallback(
    async (request: MessageInitShape<I>, words: ChangeWords): Promise<MessageShape<O>> => {
      const asyncOperationId = repeatId(sent, request);
      const sending = callUnaryMethod(transport, method, { ...request, asyncOperationId } as MessageInitShape<I>);
      // What is refused may look otherwise on the server than on the page.
      const answer = await sending.catch((error: unknown) => {
        void client.invalidateQueries();
        throw error;
      });
      sent.current = null;
      void tellHowItGoes(transport, (answer as Answer).asyncOperation, words).then(() => client.invalidateQueries());
      void client.invalidateQueries();
      return answer;
    },
    [transport, client, method],
  );
}

async function tellHowItGoes(
  transport: Transport,
  operation: AsyncOperation | undefined,
  { doing, done, failed }: ChangeWords,
): Promise<void> {
  const takesLonger = operation !== undefined && !isEnded(operation);
  const id = operation?.id ?? newOperationId();
  if (takesLonger) notifications.show({ id, message: doing, loading: true, autoClose: false, withCloseButton: false });
  const tell = takesLonger ? notifications.update : notifications.show;
  try {
    await waitUntilDone(transport, operation);
    tell({ id, message: done, color: "teal", loading: false, autoClose: 5_000, withCloseButton: true });
  } catch (error) {
    const { message } = describeError(error);
    tell({ id, title: failed, message, color: "red", loading: false, autoClose: false, withCloseButton: true });
  }
}

/** The same request sent again, since no answer came, goes by the same id: it may have been carried out already. */
function repeatId(
  sent: { current: { readonly request: string; readonly id: string } | null },
  request: object,
): string {
  const text = JSON.stringify(request, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  if (sent.current?.request !== text) sent.current = { request: text, id: newOperationId() };
  return sent.current.id;
}
