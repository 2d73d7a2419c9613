// Lists that the caller may not read: all of them are told at once, each with whom the server says to ask.
import { Code, ConnectError } from "@connectrpc/connect";
import { ClientError } from "../client-error.ts";

export interface Refusal {
  /** What could not be read: "users". */
  readonly what: string;
  readonly error: ConnectError;
}

/** Without one of its lists an account reads as if there were nothing in it, and a plan would be a wrong one. */
export class FactsRefused extends ClientError {
  override readonly name: string = "FactsRefused";
  readonly refusals: readonly [Refusal, ...Refusal[]];

  constructor(refusals: readonly [Refusal, ...Refusal[]]) {
    const [{ error }] = refusals;
    const what = refusals.map((refusal) => refusal.what).join(", ");
    super("MAY_NOT_READ", `You may not read all that a plan is made from: ${what}. ${error.rawMessage}`);
    this.refusals = refusals;
  }
}

export class Refusals {
  readonly #of = new Map<string, Refusal>();

  /** The answer; `instead` when it is refused, which is remembered. */
  async note<Answer>(what: string, asked: Promise<Answer>, instead: Answer): Promise<Answer> {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof ConnectError) || error.code !== Code.PermissionDenied) throw error;
      if (!this.#of.has(what)) this.#of.set(what, { what, error });
      return instead;
    }
  }

  /** @throws FactsRefused */
  throwIfAny(): void {
    const [first, ...others] = this.#of.values();
    if (first !== undefined) throw new FactsRefused([first, ...others]);
  }
}
