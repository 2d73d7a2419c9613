"""Lives a team's normal life with Temporal's Python SDK, and prints what came of it as one JSON object.

The same life as ../../e2e/gateway-sdk/live.ts, with the outcomes of ../../harness/normal-life.ts.
"""

import asyncio
import json
import os
import sys
from datetime import timedelta

from live import Beats, echo, live
from temporalio.client import Client
from temporalio.worker import Worker
from workflows import BeatUntilCancelled, Count, EchoOnce, Family, RunAgain


async def main(where: dict[str, str]) -> None:
    client = await Client.connect(
        where["address"], namespace=where["namespace"], api_key=where["apiKey"] or None, tls=False
    )
    beats = Beats()
    # Leaving it shuts the worker down while its polls are open; that this ends is part of the life.
    async with Worker(
        client,
        task_queue="life",
        workflows=[BeatUntilCancelled, Count, EchoOnce, Family, RunAgain],
        activities=[echo, beats.beat],
        # A cancellation comes with the answer to a heartbeat, which the SDK otherwise holds back for most of a minute.
        max_heartbeat_throttle_interval=timedelta(milliseconds=100),
    ):
        outcomes = await live(client, beats)
    print(json.dumps(outcomes))


asyncio.run(asyncio.wait_for(main(json.loads(sys.argv[1])), 240))
sys.stdout.flush()
# The SDK's own threads may still call into an interpreter that is going, which then aborts: there is nothing left to do.
os._exit(0)
