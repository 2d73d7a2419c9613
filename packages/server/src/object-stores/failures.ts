// What a provider answers, in words that say what to change. Only codes of its answer are kept: its texts name
// principals, and some of them what they were signed with. For the same reason it is not kept as a cause: causes are logged.
import { failedPrecondition, RemitError, unavailable } from "../errors.ts";

/** An answer of any of the three providers, as far as it can be read. */
export interface Answer {
  readonly code: string;
  /** HTTP status; 0 where nobody answered. */
  readonly status: number;
}

/** What a code means, where it means more than its status. */
export type Meanings = Readonly<Record<string, "no-bucket" | "credentials" | "elsewhere" | "key">>;

interface Place {
  /** As in "S3 bucket \"b\"". */
  readonly bucket: string;
  readonly doing: "write to" | "delete from";
}

/** @throws nothing; returns what is to be thrown */
export function toStoreFailure(error: unknown, { bucket, doing }: Place, meanings: Meanings): RemitError {
  // Made while the credentials were got, and it says what is wrong with them.
  if (error instanceof RemitError) return error;
  const { code, status } = readAnswer(error);
  const meaning = meanings[code];
  const told = toCode(code, status);
  if (meaning === "no-bucket" || (meaning === undefined && status === 404))
    return failedPrecondition(`${bucket} does not exist${told}`);
  if (meaning === "credentials" || status === 401)
    return failedPrecondition(`the credentials for ${bucket} are not accepted${told}`);
  if (meaning === "elsewhere" || (status >= 300 && status < 400))
    return failedPrecondition(`${bucket} is not in the region that the sink names${told}`);
  if (meaning === "key") return failedPrecondition(`the encryption key for ${bucket} cannot be used${told}`);
  if (status === 403) return failedPrecondition(`there is no permission to ${doing} ${bucket}${told}`);
  if (mayPass(status)) return unavailable(`${bucket} does not answer${told}`);
  return failedPrecondition(`${bucket} refused to be written to${told}`);
}

/** Whether the same call may succeed later without anybody changing anything. */
export const mayPass = (status: number): boolean => status === 0 || status === 408 || status === 429 || status >= 500;

/** Codes are words; whatever else stands in their place is not shown. */
const toCode = (code: string, status: number): string => {
  if (/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(code)) return ` (${code})`;
  return status === 0 ? "" : ` (HTTP ${status})`;
};

export function readAnswer(error: unknown): Answer {
  if (typeof error !== "object" || error === null) return { code: "", status: 0 };
  const { name, code, statusCode, status, $metadata, details } = error as Record<string, unknown>;
  const http = [
    ($metadata as { httpStatusCode?: unknown } | undefined)?.httpStatusCode,
    statusCode,
    status,
    typeof code === "string" ? Number(code) : code,
  ].find((value): value is number => typeof value === "number" && value >= 100 && value < 600);
  const named = [(details as { errorCode?: unknown } | undefined)?.errorCode, code, name].find(
    (value): value is string => typeof value === "string" && value !== "Error" && value !== "",
  );
  return { code: named ?? "", status: http ?? 0 };
}
