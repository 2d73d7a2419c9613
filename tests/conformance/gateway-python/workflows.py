"""What an application team's workflows do; imported again inside the SDK's sandbox."""

from datetime import timedelta

from temporalio import workflow

activity_options = {
    "start_to_close_timeout": timedelta(minutes=5),
    "heartbeat_timeout": timedelta(minutes=1),
    "cancellation_type": workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
}


@workflow.defn(name="count")
class Count:
    def __init__(self) -> None:
        self.sum = 0
        self.finished = False

    @workflow.run
    async def run(self) -> int:
        await workflow.wait_condition(lambda: self.finished)
        return self.sum

    @workflow.signal(name="add")
    def add(self, more: int) -> None:
        self.sum += more

    @workflow.signal(name="finish")
    def finish(self) -> None:
        self.finished = True

    @workflow.query(name="total")
    def total(self) -> int:
        return self.sum

    @workflow.update(name="addAndTell")
    def add_and_tell(self, more: int) -> int:
        self.sum += more
        return self.sum


@workflow.defn(name="echoOnce")
class EchoOnce:
    @workflow.run
    async def run(self, text: str) -> str:
        return await workflow.execute_activity("echo", text, result_type=str, **activity_options)


@workflow.defn(name="family")
class Family:
    @workflow.run
    async def run(self) -> str:
        await workflow.sleep(0.001)
        local = await workflow.execute_local_activity(
            "echo", "locally", result_type=str, start_to_close_timeout=timedelta(minutes=1)
        )
        child = await workflow.execute_child_workflow("echoOnce", "by a child", result_type=str)
        return f"after a timer, {local}, {child}"


@workflow.defn(name="runAgain")
class RunAgain:
    @workflow.run
    async def run(self, times: int) -> str:
        if times > 0:
            workflow.continue_as_new(times - 1)
        return "the last run"


@workflow.defn(name="beatUntilCancelled")
class BeatUntilCancelled:
    @workflow.run
    async def run(self) -> None:
        await workflow.execute_activity("beat", **activity_options)
