import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { MatrixSchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { toMatrixSpec } from "@remit/protocol/responsibility-model";
import type { Deps } from "../resources/call.ts";
import { getMatrix, updateMatrix, versionOf } from "../resources/matrix.ts";
import { toMatrix } from "../resources/model.ts";
import { type ResponsibilityHandlers, read, write } from "./handlers.ts";

export const matrix = (deps: Deps): ResponsibilityHandlers => ({
  getMatrix: read(deps, async (_, call) => {
    const row = await getMatrix(deps, call);
    return {
      matrix: create(MatrixSchema, {
        spec: toMatrixSpec(toMatrix(row)),
        resourceVersion: String(versionOf(row)),
        ...(row !== undefined && { lastModifiedTime: timestampFromDate(row.updated_at) }),
      }),
    };
  }),
  updateMatrix: write(deps, updateMatrix),
});
