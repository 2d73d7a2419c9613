import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import * as wire from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import type { Deps } from "../resources/call.ts";
import { getEvidence, type RowEvidence } from "../resources/evidence.ts";
import { type ResponsibilityHandlers, read } from "./handlers.ts";

export const evidence = (deps: Deps): ResponsibilityHandlers => ({
  getEvidence: read(deps, async (_, call, request: wire.GetEvidenceRequest) => ({
    rows: (await getEvidence(deps, call, request)).map(toRow),
  })),
});

const toRow = ({ responsibility, state, since, proofs }: RowEvidence): wire.GetEvidenceResponse_Row =>
  create(wire.GetEvidenceResponse_RowSchema, {
    responsibilityId: responsibility,
    state,
    since: timestampFromMs(since),
    proofs: proofs.map(({ provider, team, state: proved, why }) => ({
      provider,
      teamId: team ?? "",
      state: proved,
      why,
    })),
  });
