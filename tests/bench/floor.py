"""The floor: the bare SDK doing the same acts on the same server, without any law.

A workflow takes the commands as updates, holds one timer, which some of them set anew, and writes a
row for each by an activity that no answer waits for. With a door, a receipt is committed before the
workflow is told, and the answer noted on it afterwards: less than that no register can do.

    python -m tests.bench.floor work
    python -m tests.bench.floor drive [door]
"""

import asyncio
import json
import os
import signal
import sys
from datetime import timedelta
from typing import Any, Final

from temporalio import activity, workflow

with workflow.unsafe.imports_passed_through():
    import asyncpg
    from temporalio.client import Client
    from temporalio.worker import Worker

    from activities.database import Pool
    from starter.runtime.connect import quiet_runtime
    from tests.bench.playing import READY, say, serve_orders
    from tests.bench.script import Act

QUEUE: Final = "bench-floor"
DATABASE: Final = "BENCH_DATABASE_URL"
"""Setting that says where rows and receipts are kept."""

TIMERS: Final = 4
"""So often a case of Vade sets its timer while these acts are played."""

ROW_PATIENCE: Final = timedelta(seconds=20)
MONTH: Final = timedelta(days=30)
TABLES: Final = """
create table if not exists rows (case_id text, n int, body jsonb, primary key (case_id, n));
create table if not exists receipts (
    case_id text, command_id text, body jsonb, received_at timestamptz default clock_timestamp(),
    told_at timestamptz, answer jsonb, primary key (case_id, command_id)
);
"""


@workflow.defn
class Floor:
    """A case without a law."""

    @workflow.init
    def __init__(self, start: dict[str, Any]) -> None:
        """Stand at its beginning, with the filing to be written."""
        self._case_id = start["case_id"]
        self._rows = [{"case_id": self._case_id, "n": 0, "body": start}]
        self._commands = 0
        self._timer = 0
        self._is_writing = False
        self._is_closed = False

    @workflow.run
    async def run(self, start: dict[str, Any]) -> str:
        """Hold the timer until the last command."""
        writer = asyncio.create_task(self._write())
        while not self._is_closed:
            await self._hold(self._timer)
        await workflow.wait_condition(
            lambda: not self._rows and not self._is_writing and workflow.all_handlers_finished()
        )
        writer.cancel()
        return "accepted"

    @workflow.update
    def command(self, envelope: dict[str, Any]) -> dict[str, Any]:
        """Take a command in."""
        self._commands += 1
        row = {"case_id": self._case_id, "n": self._commands, "body": envelope}
        self._rows.append(row)
        self._timer += envelope["sets_timer"]
        self._is_closed = envelope["is_last"]
        return {"command_id": envelope["command_id"], "entry": self._commands}

    @command.validator
    def _look(self, envelope: dict[str, Any]) -> None:
        if self._is_closed or not envelope["actor"]["role"]:
            raise ValueError("not admissible")

    async def _hold(self, timer: int) -> None:
        try:
            await workflow.wait_condition(
                lambda: self._is_closed or self._timer != timer,
                timeout=MONTH,
                timeout_summary="due in a month",
            )
        except TimeoutError:
            return

    async def _write(self) -> None:
        while True:
            await workflow.wait_condition(lambda: bool(self._rows))
            self._is_writing = True
            taken, self._rows = self._rows, []
            await workflow.execute_activity(
                "write", taken, start_to_close_timeout=ROW_PATIENCE, summary="rows"
            )
            self._is_writing = False


class Rows:
    """Writes rows."""

    def __init__(self, pool: Pool) -> None:
        """Write them to one database."""
        self._pool = pool

    @activity.defn
    async def write(self, rows: list[dict[str, Any]]) -> None:
        """Write a batch in one transaction."""
        await self._pool.executemany(
            "insert into rows values ($1, $2, $3) on conflict do nothing",
            [(row["case_id"], row["n"], json.dumps(row["body"])) for row in rows],
        )


class OnFloor:
    """Cases of the floor."""

    day = "2031-03-10"

    def __init__(self, client: Client, pool: Pool, *, has_door: bool) -> None:
        """Play with a register of receipts, or without."""
        self._client = client
        self._pool = pool
        self._has_door = has_door

    async def open(self, number: int) -> str:
        """Start it; with a door the filing has its receipt first."""
        case_id = f"floor-{'door-' if self._has_door else ''}{number}"
        if self._has_door:
            await self._take_in(case_id, {"command_id": "filing"})
        start = {"case_id": case_id, "body": {"route": "private", "pages": 240}}
        await self._client.start_workflow(Floor.run, start, id=case_id, task_queue=QUEUE)
        return case_id

    async def send(self, case_id: str, act: Act) -> None:
        """Send an update; with a door its receipt comes before, its answer after."""
        envelope = act.envelope(case_id)
        envelope |= {"sets_timer": act.n < TIMERS, "is_last": act.is_last}
        if self._has_door:
            await self._take_in(case_id, envelope)
        handle = self._client.get_workflow_handle(case_id)
        answer = await handle.execute_update(Floor.command, envelope, id=envelope["command_id"])
        if self._has_door:
            await self._pool.execute(
                "update receipts set told_at = clock_timestamp(), answer = $3"
                " where case_id = $1 and command_id = $2",
                *(case_id, envelope["command_id"], json.dumps(answer)),
            )

    async def ended(self, case_id: str) -> None:
        """Its workflow has returned."""
        await self._client.get_workflow_handle(case_id).result()

    async def _take_in(self, case_id: str, envelope: dict[str, Any]) -> None:
        await self._pool.execute(
            "insert into receipts (case_id, command_id, body) values ($1, $2, $3)",
            *(case_id, envelope["command_id"], json.dumps(envelope)),
        )


async def main() -> None:
    """Work, or drive."""
    client = await Client.connect(
        os.environ["TEMPORAL_ADDRESS"],
        namespace=os.environ["TEMPORAL_NAMESPACE"],
        runtime=quiet_runtime(),
    )
    async with asyncpg.create_pool(os.environ[DATABASE], min_size=1, max_size=10) as pool:
        if sys.argv[1] == "drive":
            await serve_orders(OnFloor(client, pool, has_door="door" in sys.argv))
        await pool.execute(TABLES)
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        async with Worker(
            client, task_queue=QUEUE, workflows=[Floor], activities=[Rows(pool).write]
        ):
            say(READY)
            await stop.wait()


if __name__ == "__main__":
    asyncio.run(main())
