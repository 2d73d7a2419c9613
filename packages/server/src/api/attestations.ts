import { attest, withdrawAttestation } from "../resources/attestations.ts";
import type { Deps } from "../resources/call.ts";
import { type ResponsibilityHandlers, write } from "./handlers.ts";

export const attestations = (deps: Deps): ResponsibilityHandlers => ({
  attest: write(deps, attest),
  withdrawAttestation: write(deps, withdrawAttestation),
});
