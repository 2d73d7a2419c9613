import { type Logger, pino, stdSerializers } from "pino";

/** JSON lines for machines, or one readable line each. */
export type LogForm = "json" | "readable";

/** The root logger, to stderr. Credentials never reach it; what looks like one is cut out all the same. */
export function createLog(level: string, form: LogForm): Logger {
  const options = {
    level,
    base: null,
    redact: {
      paths: ["authorization", "apiKey", "token", "*.authorization", "*.apiKey", "*.token"],
      censor: "[redacted]",
    },
    serializers: { err: stdSerializers.err },
  };
  if (form === "json") return pino(options, pino.destination({ dest: 2, sync: true }));
  return pino(options, { write: (line: string) => void process.stderr.write(`${toReadable(line)}\n`) });
}

interface Line extends Readonly<Record<string, unknown>> {
  readonly time: number;
  readonly level: number;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

function toReadable(line: string): string {
  const { time, level, msg = "", err, ...rest } = JSON.parse(line) as Line;
  const name = pino.levels.labels[level] ?? "log";
  const at = new Date(time).toLocaleTimeString("en-GB");
  const reason = err?.message;
  const fields = Object.entries(rest).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
  return `${at} ${name.padEnd(5)} ${msg}${reason === undefined ? "" : `: ${reason}`}${fields.join("")}`;
}
