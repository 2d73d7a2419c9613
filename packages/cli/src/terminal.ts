/** The process, as far as a command may touch it. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly columns: number;
  /** To stdout: the answer. */
  readonly print: (text: string) => void;
  /** To stderr: what went wrong, and notes that are not part of the answer. */
  readonly complain: (text: string) => void;
  readonly readStdin: () => string;
}

/** 0: done, allowed, or nothing to change; 1: denied, or there is something to change; 2: an error. */
export type ExitCode = 0 | 1 | 2;

/** Something that the user can put right. The message is all that is shown. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
