import { acknowledgeDrift, withdrawAcknowledgement } from "../resources/acknowledgements.ts";
import type { Deps } from "../resources/call.ts";
import { type ResponsibilityHandlers, write } from "./handlers.ts";

export const acknowledgements = (deps: Deps): ResponsibilityHandlers => ({
  acknowledgeDrift: write(deps, acknowledgeDrift),
  withdrawAcknowledgement: write(deps, withdrawAcknowledgement),
});
