// The settings of exports as plain values.
import type { ExportSettings } from "./config.ts";
import type { Problem } from "./problem.ts";
import type { Settings } from "./schema.ts";

/** @param read a file that a setting names; its problems are told by whoever reads */
export function toExports(
  { exports: { everyMinutes, lateMinutes, s3, gcs, azure } }: Settings,
  read: (path: string, file: string) => string,
  problems: Problem[],
): ExportSettings {
  const secret = (path: string, file: string | undefined): string | undefined => {
    if (file === undefined) return undefined;
    const found = problems.length;
    const value = read(path, file).trim();
    if (value === "" && problems.length === found) problems.push({ path, message: "is empty" });
    return value;
  };
  const accessKeyId = secret("exports.s3.accessKeyIdFile", s3.accessKeyIdFile);
  const secretAccessKey = secret("exports.s3.secretAccessKeyFile", s3.secretAccessKeyFile);
  const credentials = secret("exports.gcs.credentialsFile", gcs.credentialsFile);
  if (credentials !== undefined && credentials !== "" && !isJsonObject(credentials))
    problems.push({ path: "exports.gcs.credentialsFile", message: "holds no JSON object" });
  const accountKey = secret("exports.azure.accountKeyFile", azure.accountKeyFile);
  return {
    everyMinutes,
    lateMinutes,
    s3: {
      forcePathStyle: s3.forcePathStyle,
      ...(s3.endpoint !== undefined && { endpoint: s3.endpoint }),
      ...(accessKeyId !== undefined &&
        secretAccessKey !== undefined && { credentials: { accessKeyId, secretAccessKey } }),
    },
    gcs: {
      ...(gcs.endpoint !== undefined && { endpoint: gcs.endpoint }),
      ...(credentials !== undefined && { credentials }),
    },
    azure: {
      ...(azure.endpoint !== undefined && { endpoint: azure.endpoint }),
      ...(accountKey !== undefined && { accountKey }),
    },
  };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
