// What became of an operation so far: how often it was tried, and what went wrong last.
import { Text, Tooltip } from "@mantine/core";
import type { Operation } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import { RelativeTime } from "../../components/relative-time.tsx";

/** Nothing where the first attempt did it. */
export function Attempts({ item }: { readonly item: Operation }) {
  const { attempts, failedAttempts, nextAttemptTime, operation } = item;
  const last = failedAttempts.at(-1);
  const isOver = operation?.finishedTime !== undefined;
  if (attempts === 0) return isOver ? null : "Not begun";
  if (last === undefined) return attempts === 1 ? null : `${attempts} attempts`;
  const history = failedAttempts.map(({ number, error }) => `${number}: ${error}`).join("\n");
  return (
    <>
      <Text size="sm">{attempts === 1 ? "1 attempt" : `${attempts} attempts`}</Text>
      {!isOver && nextAttemptTime !== undefined && (
        <Text size="xs" c="dimmed" component="div">
          next <RelativeTime at={nextAttemptTime} />
        </Text>
      )}
      <Tooltip
        label={history}
        multiline
        maw={420}
        withArrow
        events={{ hover: true, focus: true, touch: true }}
        style={{ whiteSpace: "pre-line" }}
      >
        <Text size="xs" c="dimmed" tabIndex={0} lineClamp={2}>
          {last.error}
        </Text>
      </Tooltip>
    </>
  );
}
