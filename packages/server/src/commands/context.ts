import type { Config } from "../config/index.ts";

/** A Temporal server that `dev` was given the means to start. */
export interface OwnTemporal {
  readonly address: string;
  readonly uiUrl: string;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** The process, as far as a command may touch it. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly nodeVersion: string;
  /** One line to stdout: results, and what is shown only once. */
  readonly print: (line: string) => void;
  /** One line to stderr: problems and the log. */
  readonly complain: (line: string) => void;
  /** Aborted by the first SIGINT or SIGTERM; the second ends the process. */
  readonly stopping: AbortSignal;
  /** Starts a Temporal server that keeps its data in the directory; null: `dev` needs one that runs already. */
  readonly startTemporal: ((directory: string) => Promise<OwnTemporal>) | null;
  /** The console's built files, which `dev` serves when the settings name none; null: there are none. */
  readonly builtConsole: string | null;
}

/** What a command works with, once its arguments and settings are in order. */
export interface CommandContext extends Host {
  readonly config: Config;
  /** The command's own flags, by name without dashes. */
  readonly flags: ReadonlyMap<string, string>;
  readonly json: boolean;
}

export type ExitCode = 0 | 1 | 2;
