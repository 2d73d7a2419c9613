// A request that a Temporal server would not take, or might read in another way than the gateway does: refused.
import { Code } from "@connectrpc/connect";
import { RemitError } from "../../errors.ts";

export const malformed = (what: string): RemitError =>
  new RemitError(Code.InvalidArgument, "INVALID_FIELD", `malformed request: ${what}`);
