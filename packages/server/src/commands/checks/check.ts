/** One line of `doctor`. */
export interface Check {
  readonly level: "ok" | "warn" | "fail";
  readonly subject: string;
  readonly found: string;
  /** What to do; null when nothing has to be done. */
  readonly advice: string | null;
}

export const ok = (subject: string, found: string): Check => ({ level: "ok", subject, found, advice: null });
export const warn = (subject: string, found: string, advice: string): Check => ({
  level: "warn",
  subject,
  found,
  advice,
});
export const fail = (subject: string, found: string, advice: string): Check => ({
  level: "fail",
  subject,
  found,
  advice,
});

export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error && error.cause.message !== "" ? `: ${error.cause.message}` : "";
  return `${error.message}${cause}`;
};
