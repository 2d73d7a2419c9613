// The official TypeScript client as the one who speaks: its own messages, its own connection. What it cannot say, because
// its bundle of the API is older, is said by somebody else.
import { isDeepStrictEqual } from "node:util";
import { type DescMessage, type DescMethodUnary, fromBinary, fromJson, toBinary, toJson } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { registry } from "@remit/protocol";
import type { CloudOperationsConnection } from "@temporalio/cloud";
import proto from "@temporalio/proto";
import type { JsonObject } from "../../rpcs/step.ts";
import type { Answer, Voice } from "../../rpcs/voices.ts";

/** A message class of the client's bundle. */
interface Spelling {
  decode(bytes: Uint8Array): object;
  encode(message: object): { finish(): Uint8Array };
}

const bundle = proto.temporal.api.cloud.cloudservice.v1 as unknown as Record<string, Spelling | undefined>;

/** Whether its bundle has the RPC at all. */
export const knows = (rpc: string): boolean => bundle[`${rpc}Request`] !== undefined;

export interface TypeScriptVoice {
  readonly voice: Voice;
  /** RPCs that the client itself has called. */
  readonly driven: ReadonlySet<string>;
}

/** @param other says what the client's bundle has no words for */
export function speakTypeScript(connection: CloudOperationsConnection, other: Voice): TypeScriptVoice {
  const driven = new Set<string>();
  const service = connection.cloudService as unknown as Record<
    string,
    ((message: object) => Promise<object>) | undefined
  >;
  const voice: Voice = async (method, request) => {
    const [requests, responses] = [bundle[method.input.name], bundle[method.output.name]];
    const call = service[method.localName]?.bind(service);
    const said = requests && toItsWords(method.input, requests, request);
    if (said === undefined || responses === undefined || call === undefined) return other(method, request);
    driven.add(method.name);
    return await call(said).then(
      (answer) => ({ response: fromItsWords(method, responses.encode(answer).finish()) }),
      (error: { code?: number; details?: string }): Answer => ({
        code: Code[error.code ?? Code.Unknown] ?? "Unknown",
        message: error.details ?? "",
      }),
    );
  };
  return { voice, driven };
}

/** Undefined when the bundle loses something of it. */
function toItsWords(desc: DescMessage, type: Spelling, request: JsonObject): object | undefined {
  const wanted = fromJson(desc, request as never, { registry });
  const message = type.decode(toBinary(desc, wanted));
  const said = fromBinary(desc, type.encode(message).finish());
  return isDeepStrictEqual(toJson(desc, said, { registry }), toJson(desc, wanted, { registry })) ? message : undefined;
}

const fromItsWords = ({ output }: DescMethodUnary, bytes: Uint8Array): JsonObject =>
  toJson(output, fromBinary(output, bytes), { registry }) as JsonObject;
