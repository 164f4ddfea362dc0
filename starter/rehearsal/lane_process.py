"""The program of a lane: plays the scenarios that come in, and sends back what came of each."""

import asyncio
import os
import sys
import traceback
from functools import partial
from typing import BinaryIO
from urllib.parse import urlsplit

from starter.rehearsal.engine import Engine, as_in_production
from starter.rehearsal.lane import Fault, Setting, framed, unframed
from starter.rehearsal.play import play
from starter.rehearsal.report import Report
from starter.rehearsal.scenario import Scenario, ScenarioProblem
from starter.rehearsal.server import connect


async def serve(inbox: BinaryIO, outbox: BinaryIO) -> None:
    """Play what comes in until the other end is closed."""
    setting = await asyncio.to_thread(unframed, inbox)
    if not isinstance(setting, Setting):  # the run ended before it began
        return
    client = await connect(setting.address, setting.namespace)
    engine = Engine(
        client, partial(database_uri, setting.database), as_in_production(setting.language)
    )
    while isinstance(scenario := await asyncio.to_thread(unframed, inbox), Scenario):
        outbox.write(framed(await _outcome(scenario, engine)))
        outbox.flush()


def database_uri(known: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlsplit(known)._replace(path=f"/{name}").geturl()


async def _outcome(scenario: Scenario, engine: Engine) -> Report | Fault:
    try:
        return await play(scenario, engine)
    except ScenarioProblem as wrong:
        return Fault(str(wrong), problem=True)
    except Exception:  # noqa: BLE001 - shown where somebody sees it
        return Fault(f"{scenario.path}: {traceback.format_exc()}", problem=False)


def main() -> None:
    """Serve the process that started this one, and end."""
    outbox = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # whatever prints must not get between the messages
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    asyncio.run(serve(sys.stdin.buffer, outbox))
    # Temporal's core may still be working while Python finalises, which ends in a crash or hangs
    os._exit(0)


if __name__ == "__main__":
    main()
