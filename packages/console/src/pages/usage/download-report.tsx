// A billing report as a file: made on the server, waited for, and fetched by its link.
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { useTransport } from "@connectrpc/connect-query";
import { Select } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  BillingReportSpec_BillingReportGranularity as Granularity,
  BillingReport_BillingReportState as State,
} from "@remit/protocol/gen/temporal/api/cloud/billing/v1/message_pb.ts";
import { useState } from "react";
import { DialogForm } from "../../components/dialog-form.tsx";
import { waitUntilDone } from "../../data/async-operations.ts";
import { useCloud } from "../../data/change.ts";
import { newOperationId } from "../../data/operation-id.ts";

const granularities = [
  { value: String(Granularity.DAILY), label: "A day" },
  { value: String(Granularity.HOURLY), label: "An hour" },
  { value: String(Granularity.MONTHLY), label: "A month" },
];

/** The first of this month and of the two before it, which reports by the day and the month reach back to. */
function monthsOf(now: Date) {
  return [0, 1, 2].map((back) => {
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1));
    const label = first.toLocaleDateString("en", { month: "long", year: "numeric", timeZone: "UTC" });
    return { value: first.toISOString(), label: back === 0 ? `${label}, so far` : label };
  });
}

export function DownloadReport({ onClose }: { readonly onClose: () => void }) {
  const cloud = useCloud();
  const transport = useTransport();
  const [months] = useState(() => monthsOf(new Date()));
  const [month, setMonth] = useState(months[0]?.value ?? "");
  const [granularity, setGranularity] = useState(String(Granularity.DAILY));
  const run = async () => {
    const from = new Date(month);
    const until = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
    const spec = {
      startTimeInclusive: timestampFromDate(from),
      endTimeExclusive: timestampFromDate(until),
      granularity: Number(granularity) as Granularity,
    };
    const answer = await cloud.createBillingReport({ spec, asyncOperationId: newOperationId() });
    await waitUntilDone(transport, answer.asyncOperation);
    const { billingReport } = await cloud.getBillingReport({ billingReportId: answer.billingReportId });
    const url = billingReport?.downloadInfo[0]?.url;
    if (billingReport?.state !== State.GENERATED || url === undefined)
      throw new Error("The report could not be made: try again.");
    follow(url);
    notifications.show({ message: "The report is being downloaded", color: "teal" });
  };
  return (
    <DialogForm title="Download billing report" label="Make and download" onClose={onClose} onSubmit={run}>
      {(errorOf) => (
        <>
          <Select
            label="Month"
            description="In UTC. By the hour, this month and the one before it"
            data={months}
            value={month}
            allowDeselect={false}
            onChange={(value) => value !== null && setMonth(value)}
            error={errorOf("spec.start_time_inclusive")}
          />
          <Select
            label="A line for each"
            data={granularities}
            value={granularity}
            allowDeselect={false}
            onChange={(value) => value !== null && setGranularity(value)}
            error={errorOf("spec.granularity")}
          />
        </>
      )}
    </DialogForm>
  );
}

/** On this page's own server, whatever address the link gives: behind a proxy that may be one which no browser reaches. */
function follow(link: string): void {
  const { pathname, search } = new URL(link);
  const anchor = document.createElement("a");
  anchor.href = `${pathname}${search}`;
  anchor.click();
}
