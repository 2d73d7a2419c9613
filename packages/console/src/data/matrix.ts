// The responsibility matrix, as the server has it and as the model's own functions take it.
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { createConnectQueryKey, useMutation, useQuery, useTransport } from "@connectrpc/connect-query";
import { type GetMatrixResponse, ResponsibilityService } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { toMatrixSpec } from "@remit/protocol/responsibility-model";
import { checkMatrix, type Matrix } from "@remit/responsibility";
import { useQueryClient } from "@tanstack/react-query";
import { isSavedMeanwhile } from "./describe-error.ts";
import { newOperationId } from "./operation-id.ts";

const { method } = ResponsibilityService;

export interface StoredMatrix {
  readonly matrix: Matrix;
  /** What a change of it must name. */
  readonly version: string;
  /** Undefined as long as the template stands. */
  readonly changedAt: Timestamp | undefined;
}

/** What was stored passed the checks of its time; what is wrong with it today is shown, not refused. */
function toStored({ matrix }: GetMatrixResponse): StoredMatrix {
  return {
    matrix: checkMatrix(matrix?.spec ?? {}).matrix,
    version: matrix?.resourceVersion ?? "",
    changedAt: matrix?.lastModifiedTime,
  };
}

export const useMatrix = () => useQuery(method.getMatrix, {}, { select: toStored });

/** As it is at this moment, past every cache: what somebody saved meanwhile. */
export function useReadMatrix(): () => Promise<StoredMatrix> {
  const client = useQueryClient();
  const transport = useTransport();
  const queryKey = createConnectQueryKey({ schema: method.getMatrix, input: {}, transport, cardinality: "finite" });
  return async () => {
    await client.refetchQueries({ queryKey });
    const answer = client.getQueryData<GetMatrixResponse>(queryKey);
    if (answer === undefined) throw new Error("The matrix could not be read.");
    return toStored(answer);
  };
}

/** Everything that is shown of responsibility follows from the matrix. */
export function useSaveMatrix() {
  const client = useQueryClient();
  const update = useMutation(method.updateMatrix, { onSuccess: () => void client.invalidateQueries() });
  return {
    ...update,
    /** `operationId`: the same for a retry of the same change. */
    save: (matrix: Matrix, version: string, operationId: string) =>
      update.mutateAsync({ spec: toMatrixSpec(matrix), resourceVersion: version, asyncOperationId: operationId }),
  };
}

/** How often a small change is made anew on what somebody else saved at the same moment. */
const mostAttempts = 3;

/** One small change, made on the matrix as it is at that moment. */
export function useEditMatrix(): (edit: (matrix: Matrix) => Matrix) => Promise<void> {
  const read = useReadMatrix();
  const { save } = useSaveMatrix();
  return async (edit) => {
    for (let attempt = 1; ; attempt++) {
      const { matrix, version } = await read();
      try {
        await save(edit(matrix), version, newOperationId());
        return;
      } catch (thrown) {
        if (!isSavedMeanwhile(thrown) || attempt === mostAttempts) throw thrown;
      }
    }
  };
}
