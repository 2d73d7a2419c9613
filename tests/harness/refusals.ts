// What a call that must fail says.
import assert from "node:assert/strict";
import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";

/** Fails unless the call is refused with this code and its message contains the text. */
export async function refused(call: Promise<unknown>, code: Code, text: string | RegExp = ""): Promise<ConnectError> {
  const error = await call.then(
    () => assert.fail(`the call was accepted; ${Code[code]} was expected`),
    (reason: unknown) => ConnectError.from(reason),
  );
  assert.equal(Code[error.code], Code[code], error.message);
  if (typeof text === "string")
    assert.ok(error.message.includes(text), `"${error.message}" does not contain "${text}"`);
  else assert.match(error.message, text);
  return error;
}

/** InvalidArgument that names this field. */
export async function refusedField(call: Promise<unknown>, field: string): Promise<ConnectError> {
  const error = await refused(call, Code.InvalidArgument);
  const fields = error
    .findDetails(BadRequestSchema)
    .flatMap(({ fieldViolations }) => fieldViolations.map((violation) => violation.field));
  assert.deepEqual(fields, [field], error.message);
  return error;
}
