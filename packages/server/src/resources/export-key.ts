// Names of exported objects, as Temporal Cloud lays them out, so that what reads its exports reads these:
// temporal-workflow-history/export/<Namespace>/<year>/<month>/<day>/<hour>/<minute>/<id>.
// Source: https://docs.temporal.io/cloud/export
import { createHash } from "node:crypto";

const root = "temporal-workflow-history/export";

/**
 * The same runs at the same time have the same name: an object that was written before a crash is written again, and not
 * a second one beside it.
 * @param startedAt when the run of the export began, UTC; cut to whole steps of `everyMinutes`, so that an hourly export
 *   stands under minute 00, where readers of Temporal Cloud's exports look
 */
export function toExportKey(
  namespace: string,
  sinkUid: string,
  startedAt: Date,
  everyMinutes: number,
  runIds: readonly string[],
): string {
  const step = Math.max(everyMinutes, 1) * 60_000;
  const [date = "", time = ""] = new Date(Math.floor(startedAt.getTime() / step) * step).toISOString().split("T");
  const [hour, minute] = time.split(":");
  const digest = createHash("sha256")
    .update([sinkUid, ...runIds].join("\n"))
    .digest("hex");
  return [root, namespace, ...date.split("-"), hour, minute, toUuid(digest)].join("/");
}

const toUuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");

/** Beside the years: whoever lists an hour does not find it. */
export const toProbeKey = (namespace: string): string => `${root}/${namespace}/remit-write-test`;
