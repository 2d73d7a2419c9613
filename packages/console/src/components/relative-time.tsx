// "3 hours ago", with the exact time on hover and for screen readers.
import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import { Text, Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const exact = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "long" });

/** Seconds are not told: a page of numbers that tick helps nobody. */
export function describeRelativeTime(date: Date, now: Date): string {
  const seconds = (date.getTime() - now.getTime()) / 1_000;
  const [unit, length] = units.find(([, each]) => Math.abs(seconds) >= each) ?? [null, 1];
  if (unit === null) return seconds > 0 ? "in a moment" : "just now";
  return relative.format(Math.trunc(seconds / length), unit);
}

export function RelativeTime({
  at,
  never = "–",
}: {
  readonly at: Timestamp | Date | undefined;
  readonly never?: string;
}) {
  const now = useMinutes();
  if (at === undefined)
    return (
      <Text span inherit>
        {never}
      </Text>
    );
  const date = at instanceof Date ? at : timestampDate(at);
  return (
    <Tooltip label={exact.format(date)} withArrow>
      <time dateTime={date.toISOString()} style={{ whiteSpace: "nowrap" }}>
        {describeRelativeTime(date, now)}
      </time>
    </Tooltip>
  );
}

function useMinutes(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
