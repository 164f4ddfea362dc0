"""A case's own time, where it has been moved forward on the embedded stack."""

import asyncio
from datetime import datetime
from typing import Final

from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.testing import TimeSkipper

from starter.client.front_door import Clock

LOOK: Final = 2.0  # seconds for a look at a case's clock; a filing does not wait longer for it


def own_time(client: Client) -> Clock:
    """Return a case's own time, if it has been moved forward on the embedded stack.

    A command sent to it now was received in its time: by the world's it would come from its past.
    """

    async def present(case_id: str) -> datetime | None:
        handle = client.get_workflow_handle(case_id)
        skipper = TimeSkipper(client)
        try:
            async with asyncio.timeout(LOOK):
                if await skipper.get_time_skipping_info(handle) is None:
                    return None
                return await skipper.get_current_time(handle)
        except (RPCError, RuntimeError, TimeoutError):
            return None  # out of reach: the door's own clock will do

    return present
