"""The peer: DBOS on the same PostgreSQL, doing the same in its own manner.

A durable workflow receives each command as a message, with a time limit that survives a crash. It
writes a row in one transaction with its checkpoint, and answers by an event. The message itself is
the receipt. Runs in an environment of its own (`tests.bench.programs`).

    python -m tests.bench.durable work
    python -m tests.bench.durable drive
"""

import asyncio
import json
import os
import signal
import sys
from typing import Any, Final

import sqlalchemy
from dbos import DBOS, AsyncSQLAlchemyDatasource, DBOSClient

from tests.bench.playing import READY, leave, say, serve_orders
from tests.bench.script import Act

URL: Final = os.environ["BENCH_DATABASE_URL"]
QUEUE: Final = "bench"
LOOK: Final = 0.1  # seconds between two looks of a worker at its queue
MONTH: Final = 30 * 86_400  # seconds
PATIENCE: Final = 120  # seconds
COMMITTED: Final = {"isolation_level": "READ COMMITTED"}
TABLE: Final = (
    "create table if not exists rows (case_id text, n int, body jsonb, primary key (case_id, n))"
)
ROW: Final = sqlalchemy.text("insert into rows values (:case_id, :n, cast(:body as jsonb))")

_sources: list[Any] = []


async def write(case_id: str, n: int, body: dict[str, Any]) -> None:
    """Write one row."""
    row = {"case_id": case_id, "n": n, "body": json.dumps(body)}
    await _sources[0].sql_session().execute(ROW, row)


@DBOS.workflow()  # type: ignore[untyped-decorator] # its packages are not here
async def case(case_id: str, filing: dict[str, Any]) -> str:
    """Take commands in until the last."""
    await _sources[0].run_tx_step_async(COMMITTED, write, case_id, 0, filing)
    n = 0
    while True:
        command = await DBOS.recv_async("command", timeout_seconds=MONTH)
        if command is None:
            continue
        n += 1
        await _sources[0].run_tx_step_async(COMMITTED, write, case_id, n, command)
        answer = {"command_id": command["command_id"], "entry": n}
        await DBOS.set_event_async(command["command_id"], answer)
        if command["is_last"]:
            return "accepted"


async def work() -> None:
    """Serve until asked to stop."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    _sources.append(await AsyncSQLAlchemyDatasource.create(URL))
    async with _sources[0].engine.begin() as conn:
        await conn.execute(sqlalchemy.text(TABLE))
    DBOS(config={"name": "bench", "system_database_url": URL, "log_level": "ERROR"})
    await asyncio.to_thread(DBOS.launch)
    await DBOS.register_queue_async(QUEUE, polling_interval_sec=LOOK)
    say(READY)
    await stop.wait()
    leave()


class Durable:
    """Cases of DBOS."""

    day = "2031-03-10"

    def __init__(self, client: Any) -> None:
        """Play through its client."""
        self._client = client

    async def open(self, number: int) -> str:
        """Put it in the queue: from then on it takes messages."""
        case_id = f"durable-{number}"
        filing = {"case_id": case_id, "body": {"route": "private", "pages": 240}}
        options = {"workflow_name": "case", "queue_name": QUEUE, "workflow_id": case_id}
        await self._client.enqueue_async(options, case_id, filing)
        return case_id

    async def send(self, case_id: str, act: Act) -> None:
        """Send a message, and wait for the event that answers it."""
        envelope = act.envelope(case_id) | {"is_last": act.is_last}
        key = envelope["command_id"]
        await self._client.send_async(case_id, envelope, "command", key)
        answer = await self._client.get_event_async(case_id, key, PATIENCE)
        assert answer is not None, key

    async def ended(self, case_id: str) -> None:
        """Its workflow has returned."""
        handle = await self._client.retrieve_workflow_async(case_id)
        await handle.get_result(polling_interval_sec=0.02)


async def drive() -> None:
    """Play what is ordered."""
    client = DBOSClient(
        system_database_url=URL, use_listen_notify=True, system_database_pool_size=20
    )
    await serve_orders(Durable(client))


if __name__ == "__main__":
    asyncio.run(work() if sys.argv[1] == "work" else drive())
