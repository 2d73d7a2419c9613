// What the writers asked for and what they were told: kept outside the server, so that it survives every kill.
import { randomUUID } from "node:crypto";
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { CloudService } from "@remit/protocol";
import type { Caller } from "../harness/control-plane.ts";

/** RPCs of the Cloud Ops API by their local names. */
export type Rpc = keyof typeof CloudService.method;

export type Table = "custom_roles" | "users" | "service_accounts" | "api_keys" | "user_groups";

/** What a write does to the one object that it is about. */
export interface Effect {
  readonly table: Table;
  /** The writer's own name of the object; its id is only known once it is made. */
  readonly object: string;
  /** "touch" changes what decisions depend on and not the row itself (a group's members). */
  readonly kind: "make" | "change" | "touch" | "remove";
  /** How the object reads afterwards; see `markerOf` in the checker. Empty after a removal. */
  readonly marker: string;
}

export interface Write {
  /** The async_operation_id. */
  readonly id: string;
  readonly writer: number;
  readonly rpc: Rpc;
  readonly request: Readonly<Record<string, unknown>>;
  readonly effect: Effect;
  /** Null until it was acknowledged. */
  answer: Answer | null;
}

/** The parts of an answer that a retry must repeat. */
export interface Answer {
  /** The id of the new object; empty where the answer has none. */
  readonly objectId: string;
  readonly token: string;
}

export class Journal {
  readonly writes: Write[] = [];

  begin(writer: number, rpc: Rpc, request: Readonly<Record<string, unknown>>, effect: Effect): Write {
    const id = `crash.${writer}.${randomUUID()}`;
    const write: Write = { id, writer, rpc, request: { ...request, asyncOperationId: id }, effect, answer: null };
    this.writes.push(write);
    return write;
  }

  /** Asked for and not answered: at most one of each writer. */
  get open(): readonly Write[] {
    return this.writes.filter(({ answer }) => answer === null);
  }

  get acknowledged(): number {
    return this.writes.length - this.open.length;
  }

  /** The newest acknowledged write of a writer. */
  lastOf(writer: number): Write | undefined {
    return this.writes.findLast((write) => write.writer === writer && write.answer !== null);
  }
}

const idFields = ["roleId", "userId", "serviceAccountId", "keyId", "groupId"] as const;

/** Sends the write; again with the same id is a retry. */
export async function send(caller: Caller, { rpc, request }: Write): Promise<Answer> {
  const call = caller.cloud[rpc] as (
    request: MessageInitShape<(typeof CloudService.method)[Rpc]["input"]>,
  ) => Promise<unknown>;
  const answer = (await call(request as never)) as Record<string, unknown>;
  const objectId = idFields.map((field) => answer[field]).find((id) => typeof id === "string") ?? "";
  return { objectId, token: typeof answer.token === "string" ? answer.token : "" };
}
