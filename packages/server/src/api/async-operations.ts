import type { GetAsyncOperationRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { getAsyncOperation } from "../resources/async-operations.ts";
import type { Deps } from "../resources/call.ts";
import { type CloudHandlers, read } from "./handlers.ts";

export const asyncOperations = (deps: Deps): CloudHandlers => ({
  getAsyncOperation: read(deps, async (_, call, request: GetAsyncOperationRequest) => ({
    asyncOperation: await getAsyncOperation(deps, call, request.asyncOperationId),
  })),
});
