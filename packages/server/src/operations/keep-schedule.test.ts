import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe } from "node:test";
import { Client, ScheduleNotFoundError } from "@temporalio/client";
import { pino } from "pino";
import { registerSystemNamespace, systemNamespace } from "../temporal/system-namespace.ts";
import { describeServer } from "../temporal/temporal.test-support.ts";
import { keepSchedule } from "./keep-schedule.ts";
import { observeSchedule, observeScheduleId } from "./observe-schedule.ts";

describe("the schedule of looks", () => {
  const onServer = describeServer();

  onServer("is as the setting says, whatever it said before, and gone when it says never", async (connection) => {
    await registerSystemNamespace(connection);
    const accountId = randomBytes(5).toString("hex");
    const log = pino({ level: "silent" });
    const handle = new Client({ connection, namespace: systemNamespace }).schedule.getHandle(
      observeScheduleId(accountId),
    );
    const place = { connection, taskQueue: "nobody", log };
    const keep = (minutes: number) =>
      keepSchedule(place, observeSchedule(accountId, minutes), AbortSignal.timeout(60_000));
    for (const minutes of [5, 5, 7]) {
      await keep(minutes);
      const { spec, action } = await handle.describe();
      assert.deepEqual(
        spec.intervals?.map(({ every }) => every),
        [minutes * 60_000],
      );
      assert.equal(action.type === "startWorkflow" && action.workflowType, "observePlatform");
    }
    await keep(0);
    await assert.rejects(handle.describe(), ScheduleNotFoundError);
    await keep(0);
  });
});
