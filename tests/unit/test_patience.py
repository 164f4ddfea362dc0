"""A test that waits for ever is found out, in the event loop of the product too."""

import asyncio

import pytest


@pytest.mark.timeout(0.1)
@pytest.mark.xfail(raises=asyncio.CancelledError, reason="it waits for what never comes")
async def test_whoever_waits_for_ever_is_cancelled() -> None:
    async with asyncio.timeout(10):
        await asyncio.Event().wait()
