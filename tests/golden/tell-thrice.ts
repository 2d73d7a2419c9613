// The story over each protocol, one after the other, to the same control plane.
import { story } from "../rpcs/story/whole.ts";
import { beginNames, tell } from "../rpcs/tell.ts";
import { speakConnect, speakGrpc, speakRest } from "../rpcs/voices.ts";
import { type Golden, toGoldens } from "./golden.ts";

export const protocols = { gRPC: speakGrpc, Connect: speakConnect, REST: speakRest } as const;
export type Protocol = keyof typeof protocols;

interface Place {
  readonly url: string;
  readonly key: string;
  readonly account: string;
}

/** By protocol, what each RPC answered. */
export async function tellThrice(place: Place): Promise<Record<Protocol, Map<string, Golden>>> {
  const answers: Partial<Record<Protocol, Map<string, Golden>>> = {};
  for (const [name, speak] of Object.entries(protocols)) {
    const names = beginNames().set("account", place.account);
    const told = await tell(story, speak(place), names);
    answers[name as Protocol] = toGoldens(told, names);
  }
  return answers as Record<Protocol, Map<string, Golden>>;
}
