// All records that are filtered, every page of them, as a file.
import { callUnaryMethod, useTransport } from "@connectrpc/connect-query";
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { ActivityService } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import { IconDownload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { saveFile } from "../../components/save-file.ts";
import type { AuditQuery } from "../../data/activity.ts";
import { describeError } from "../../data/describe-error.ts";
import { csvHeader, toCsvLine } from "./csv.ts";

export function ExportCsv({ query }: { readonly query: AuditQuery }) {
  const transport = useTransport();
  const [count, setCount] = useState<number | null>(null);
  const stop = useRef<AbortController>(null);
  const run = async () => {
    const controller = new AbortController();
    stop.current = controller;
    const parts = [csvHeader];
    setCount(0);
    try {
      for (let pageToken = "", more = true; more; ) {
        const request = { ...query, pageSize: 1_000, pageToken };
        const answer = await callUnaryMethod(transport, ActivityService.method.getAuditRecords, request, {
          signal: controller.signal,
        });
        for (const record of answer.records) parts.push(toCsvLine(record));
        pageToken = answer.nextPageToken;
        more = pageToken !== "";
        setCount(parts.length - 1);
      }
      // Spreadsheets know by the byte order mark that it is UTF-8.
      saveFile(`audit-log-${new Date().toISOString().slice(0, 10)}.csv`, "text/csv", `\ufeff${parts.join("")}`);
      notifications.show({ message: `${(parts.length - 1).toLocaleString("en")} records exported`, color: "teal" });
    } catch (error) {
      if (!controller.signal.aborted) {
        const { title, message } = describeError(error);
        notifications.show({ title: `The export broke off: ${title}`, message, color: "red", autoClose: false });
      }
    } finally {
      setCount(null);
    }
  };
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => (count === null ? void run() : stop.current?.abort())}
    >
      {count === null ? "Export CSV" : `Stop export (${count.toLocaleString("en")})`}
    </Button>
  );
}
