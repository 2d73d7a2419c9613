// What a Namespace's codec server answers, in one pass over all of them: one that many share is asked once, and one that
// does not answer is not waited for again.
import { fromBinary } from "@bufbuild/protobuf";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { SeenNamespace } from "../store/schema/observations.ts";
import { type AskCodecServer, type CodecAnswer, toDecodeUrl } from "../temporal/codec-server.ts";

type SeenCodec = NonNullable<SeenNamespace["codec"]>;

/** Undefined: the Namespace has none. */
export type LookAtCodec = (
  namespace: { readonly id: string; readonly spec: Uint8Array },
  before: SeenCodec | undefined,
  now: Date,
) => Promise<SeenCodec | undefined>;

export function createCodecLook(ask: AskCodecServer): LookAtCodec {
  const answers = new Map<string, Promise<CodecAnswer>>();
  /** Origins that did not answer. */
  const silent = new Set<string>();
  return async ({ id, spec }, before, now) => {
    const { codecServer } = fromBinary(NamespaceSpecSchema, spec);
    const endpoint = codecServer?.endpoint ?? "";
    if (codecServer === undefined || endpoint === "") return undefined;
    const { passAccessToken, includeCrossOriginCredentials: includeCredentials } = codecServer;
    const askOnce = async (): Promise<CodecAnswer> => {
      const origin = toDecodeUrl({ endpoint, namespace: id })?.origin ?? "";
      if (silent.has(origin)) return { result: "silent" };
      const answer = await ask({ endpoint, namespace: id, passAccessToken, includeCredentials });
      if (answer.result === "silent") silent.add(origin);
      return answer;
    };
    const own = endpoint.includes("{namespace}") ? id : "";
    const key = JSON.stringify([endpoint, own, passAccessToken, includeCredentials]);
    const asked = answers.get(key) ?? askOnce();
    answers.set(key, asked);
    const { result, status, cors } = await asked;
    const same = before?.endpoint === endpoint && before.result === result;
    const since = same ? before.since : now.toISOString();
    return { endpoint, result, since, ...(status !== undefined && { status }), ...(cors !== undefined && { cors }) };
  };
}
