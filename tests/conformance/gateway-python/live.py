"""The steps of the life, from the outside."""

import asyncio
from typing import Any

from temporalio import activity
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType, ResetReapplyExcludeType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleCalendarSpec,
    ScheduleRange,
    ScheduleSpec,
    WorkflowFailureError,
)
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

queue = {"task_queue": "life"}


@activity.defn(name="echo")
async def echo(text: str) -> str:
    return text


class Beats:
    """How the activity that heartbeats tells the rest of the program of itself."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    @activity.defn(name="beat")
    async def beat(self) -> None:
        self.begun.set()
        try:
            while True:
                activity.heartbeat()
                await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            self.ended.set_result("cancelled")
            raise


async def live(client: Client, beats: Beats) -> dict[str, Any]:
    counting = await client.start_workflow("count", id="count", result_type=int, **queue)
    await counting.signal("add", 2)
    updated = await counting.execute_update("addAndTell", 3, result_type=int)
    queried = await counting.query("total", result_type=int)
    started_twice = False
    try:
        await client.start_workflow("count", id="count", **queue)
    except WorkflowAlreadyStartedError:
        started_twice = True
    await counting.signal("finish")
    counted = await counting.result()

    family = await client.execute_workflow("family", id="family", **queue)
    continued = await client.execute_workflow("runAgain", 2, id="again", **queue)
    large = "x" * 1_000_000
    echoed = await client.execute_workflow("echoOnce", large, id="large", **queue)

    beating = await client.start_workflow("beatUntilCancelled", id="beating", **queue)
    await beats.begun.wait()
    await beating.cancel()
    try:
        await beating.result()
    except WorkflowFailureError:
        pass
    heartbeats = await beats.ended

    stuck = await client.start_workflow("count", id="stuck", task_queue="nobody")
    await stuck.terminate(reason="no longer needed")
    unknown = await is_not_found(client.get_workflow_handle("nothing").describe())
    return {
        "updated": updated,
        "queried": queried,
        "startedTwice": started_twice,
        "counted": counted,
        "family": family,
        "continued": continued,
        "largeEchoed": echoed == large,
        "heartbeats": heartbeats,
        "unknown": unknown,
        "reset": await reset_to_its_start(client),
        "schedule": await keep_schedule(client),
        **await list_all(client),
    }


async def reset_to_its_start(client: Client) -> int:
    handle = await client.start_workflow("count", id="reset", **queue)
    await handle.execute_update("addAndTell", 3)
    first = 0
    async for event in handle.fetch_history_events():
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            first = event.event_id
            break
    await client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=client.namespace,
            workflow_execution=WorkflowExecution(workflow_id="reset", run_id=handle.first_execution_run_id),
            reason="from its start",
            request_id="reset-once",
            workflow_task_finish_event_id=first,
            # What was signalled and updated is not done again.
            reset_reapply_exclude_types=[
                ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL,
                ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_UPDATE,
            ],
        )
    )
    again = client.get_workflow_handle("reset", result_type=int)
    await again.signal("finish")
    return await again.result()


async def keep_schedule(client: Client) -> dict[str, Any]:
    handle = await client.create_schedule(
        "some-day",
        Schedule(
            action=ScheduleActionStartWorkflow("echoOnce", "by a schedule", id="scheduled", **queue),
            spec=ScheduleSpec(calendars=[ScheduleCalendarSpec(year=[ScheduleRange(2099)])]),
        ),
    )
    await handle.trigger()
    while not (recent := (await handle.describe()).info.recent_actions):
        await asyncio.sleep(0.1)
    triggered = await client.get_workflow_handle(recent[0].action.workflow_id, result_type=str).result()
    await handle.pause(note="for now")
    state = (await handle.describe()).schedule.state
    await handle.delete()
    deleted = await is_not_found(handle.describe())
    return {"triggered": triggered, "paused": state.paused, "note": state.note, "deleted": deleted}


async def list_all(client: Client) -> dict[str, Any]:
    """What has come about is listed a moment later."""
    query = "ExecutionStatus != 'Running'"
    while (count := (await client.count_workflows(query)).count) < 12:
        await asyncio.sleep(0.1)
    listed = [
        f"{one.workflow_type} {one.status.name}" if one.status else one.workflow_type
        async for one in client.list_workflows(query, page_size=5)
    ]
    return {"count": count, "list": sorted(listed)}


async def is_not_found(call: Any) -> bool:
    try:
        await call
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
        return True
    return False
