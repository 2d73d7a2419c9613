// What a client cannot do though the server refused nothing. Refusals of the server stay what they are, a ConnectError.

export type ClientErrorReason =
  /** What a plan was made from is not so any more: a new plan knows why. */
  | "CHANGED_SINCE"
  /** No call of this server brings it about. */
  | "CANNOT_BE_DONE"
  /** The server accepted it, and then could not do it. */
  | "OPERATION_FAILED"
  /** Whoever asks may not read what is needed. */
  | "MAY_NOT_READ";

/** The message is for whoever asked for it: what is the case, and what to do. */
export class ClientError extends Error {
  override readonly name: string = "ClientError";
  readonly reason: ClientErrorReason;

  constructor(reason: ClientErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
