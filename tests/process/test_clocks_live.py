"""The clock of whoever dated a command is ahead of the case's own (design, invariant 5)."""

import asyncio

from starter.rehearsal.engine import Scene
from tests.process.live import a_review

FROM_AHEAD = "2031-03-17T10:20:00+03:00"


async def test_a_command_dated_ahead_waits_until_the_case_s_clock_is_there(scene: Scene) -> None:
    """Meanwhile the case answers others; then it is admitted, and counts from its receipt."""
    async with a_review(scene) as case:
        await case.at("2031-03-17T10:00")
        ahead = case.envelope("applicant", {}, received_at=FROM_AHEAD)
        await case.receive("withdraw", ahead)
        sending = asyncio.create_task(case.send("withdraw", ahead))
        taken_up = await case.update("take_up", "preliminary-commission")
        assert taken_up["stage"] == "preliminary-review"
        assert not sending.done()

        await case.at("2031-03-17T10:20")
        answer = await sending
        shown = await case.view()

    assert answer["stage"] == "closed"
    assert shown["decision"]["outcome"] == "withdrawn"
    assert shown["decision"]["on"] == "2031-03-17"
