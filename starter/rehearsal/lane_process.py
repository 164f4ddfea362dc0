"""The program of a lane: plays the scenarios that come in, and sends back what came of each."""

import asyncio
import os
import sys
import traceback
from contextlib import AsyncExitStack
from functools import partial
from typing import BinaryIO
from urllib.parse import urlsplit

from starter.rehearsal.engine import Engine, as_in_production
from starter.rehearsal.lane import Asked, Fault, Setting, framed, unframed
from starter.rehearsal.play import play
from starter.rehearsal.report import Report
from starter.rehearsal.room import Room, room
from starter.rehearsal.scenario import Scenario, ScenarioProblem
from starter.rehearsal.server import connect
from starter.runtime.event_loop import serve_in_loop


async def serve(inbox: BinaryIO, outbox: BinaryIO) -> None:
    """Play what comes in, as much at once as there are rooms, until the other end is closed."""
    setting = await asyncio.to_thread(unframed, inbox)
    if not isinstance(setting, Setting):  # the run ended before it began
        return
    rooms: asyncio.Queue[Room] = asyncio.Queue()
    async with AsyncExitStack() as run, asyncio.TaskGroup() as playing:
        for namespace in setting.namespaces:
            rooms.put_nowait(await run.enter_async_context(room(await _engine(setting, namespace))))
        while isinstance(asked := await asyncio.to_thread(unframed, inbox), Asked):
            playing.create_task(_play(asked, rooms, outbox))


async def _engine(setting: Setting, namespace: str) -> Engine:
    client = await connect(setting.address, namespace)
    uri = partial(database_uri, setting.database)
    return Engine(client, uri, as_in_production(setting.language))


async def _play(asked: Asked, rooms: "asyncio.Queue[Room]", outbox: BinaryIO) -> None:
    free = await rooms.get()
    try:
        came = await _outcome(asked.scenario, free)
    finally:
        rooms.put_nowait(free)
    outbox.write(framed((asked.number, came)))
    outbox.flush()


def database_uri(known: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlsplit(known)._replace(path=f"/{name}").geturl()


async def _outcome(scenario: Scenario, stage: Room) -> Report | Fault:
    try:
        return await play(scenario, stage)
    except ScenarioProblem as wrong:
        return Fault(str(wrong), problem=True)
    except Exception:  # noqa: BLE001 - shown where somebody sees it
        return Fault(f"{scenario.path}: {traceback.format_exc()}", problem=False)


def main() -> None:
    """Serve the process that started this one, and end."""
    outbox = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # whatever prints must not get between the messages
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve_in_loop(serve(sys.stdin.buffer, outbox))
    # Temporal's core may still be working while Python finalises, which ends in a crash or hangs
    os._exit(0)


if __name__ == "__main__":
    main()
