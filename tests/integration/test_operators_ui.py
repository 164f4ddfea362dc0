"""The door in front of the Temporal UI."""

import asyncio
from contextlib import suppress

import httpx
import pytest

from starter.embedded.operators_ui import OperatorsUi
from starter.embedded.ports import HOST, free_port


async def test_a_browser_that_waits_while_it_stops_is_no_fault_to_tell_of(
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked = asyncio.Event()

    async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        asked.set()
        await reader.read()
        writer.close()

    behind = await asyncio.start_server(never, HOST, 0)
    port = behind.sockets[0].getsockname()[1]
    door = OperatorsUi(f"http://{HOST}:{port}", port=free_port(), namespace="vade", lang="tr")
    await door.start()
    async with httpx.AsyncClient(trust_env=False) as browser:
        waiting = asyncio.create_task(browser.get(f"{door.url}/api/v1/namespaces"))
        await asyncio.wait_for(asked.wait(), 10)
        await door.stop()
        with suppress(httpx.HTTPError):
            await waiting
    behind.close()

    assert [each.message for each in caplog.records if each.name == "uvicorn.error"] == []
