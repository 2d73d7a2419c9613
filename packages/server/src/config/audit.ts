// The settings of audit streams and sinks → plain values.
import type { Config } from "./config.ts";
import type { Problem } from "./problem.ts";
import type { Settings } from "./schema.ts";

/** How files and paths of settings are read; what is wrong with them is noted there. */
export interface ReadingOfFiles {
  path(setting: string, value: string): string;
  /** What stands in the file; an empty one is a mistake. */
  readSecret(setting: string, value: string): string;
}

export function toAudit({ audit: { streams, sinks } }: Settings, files: ReadingOfFiles): Config["audit"] {
  return {
    streams: streams.map((stream, index) => {
      const at = `audit.streams.${index}`;
      if (stream.kind === "file") return { ...stream, path: files.path(`${at}.path`, stream.path) };
      if (stream.kind === "stdout") return stream;
      const { secretFile, ...webhook } = stream;
      return { ...webhook, secret: files.readSecret(`${at}.secretFile`, secretFile) };
    }),
    sinks: { kinesis: toKinesis(sinks.kinesis, files), pubsub: toPubSub(sinks.pubsub, files) },
  };
}

type Sinks = Settings["audit"]["sinks"];

function toKinesis(
  { endpoint, region, accessKeyIdFile, secretAccessKeyFile, assumeRole }: Sinks["kinesis"],
  files: ReadingOfFiles,
): Config["audit"]["sinks"]["kinesis"] {
  const at = "audit.sinks.kinesis";
  const credentials =
    accessKeyIdFile === undefined || secretAccessKeyFile === undefined
      ? undefined
      : {
          accessKeyId: files.readSecret(`${at}.accessKeyIdFile`, accessKeyIdFile),
          secretAccessKey: files.readSecret(`${at}.secretAccessKeyFile`, secretAccessKeyFile),
        };
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(credentials && { credentials }),
    assumeRole: assumeRole ?? endpoint === undefined,
  };
}

function toPubSub(
  { endpoint, credentialsFile, impersonate }: Sinks["pubsub"],
  files: ReadingOfFiles,
): Config["audit"]["sinks"]["pubsub"] {
  const setting = "audit.sinks.pubsub.credentialsFile";
  // Read when it is used; that it can be is seen now.
  if (credentialsFile !== undefined) files.readSecret(setting, credentialsFile);
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(credentialsFile !== undefined && { credentialsFile: files.path(setting, credentialsFile) }),
    impersonate,
  };
}

export function contradictionsOfAudit({ audit: { streams, sinks } }: Settings): Problem[] {
  const problems: Problem[] = [];
  const add = (path: string, message: string) => problems.push({ path, message });
  streams.forEach(({ name, kind }, index) => {
    const earlier = streams.slice(0, index);
    if (earlier.some((other) => other.name === name)) add(`audit.streams.${index}.name`, `${name} is listed twice`);
    if (kind === "stdout" && earlier.some((other) => other.kind === "stdout"))
      add(`audit.streams.${index}.kind`, "there is one standard output: stdout is listed twice");
  });
  const { accessKeyIdFile, secretAccessKeyFile } = sinks.kinesis;
  if ((accessKeyIdFile === undefined) !== (secretAccessKeyFile === undefined)) {
    const [missing, there] =
      accessKeyIdFile === undefined
        ? ["accessKeyIdFile", "secretAccessKeyFile"]
        : ["secretAccessKeyFile", "accessKeyIdFile"];
    add(`audit.sinks.kinesis.${missing}`, `is needed beside audit.sinks.kinesis.${there}`);
  }
  return problems;
}
