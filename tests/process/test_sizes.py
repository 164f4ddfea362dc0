"""What is sent straight to Temporal, however large or far off, stops no case."""

from typing import Any

import pytest

from starter.rehearsal.engine import Scene
from tests.process.live import Refused, a_review

pytestmark = pytest.mark.timeout(120)


async def test_a_receipt_in_the_last_year_of_the_calendar_is_refused_and_the_case_goes_on(
    scene: Scene,
) -> None:
    async with a_review(scene) as case:
        far = case.envelope("board", {}, received_at="9999-12-31T23:59:59Z")
        await case.signal("take_up", far)
        answer = await case.update("take_up", "preliminary-commission")

        await case.rest()

        assert answer["stage"] == "preliminary-review"
        assert [e.kind for e in await case.journal()] == ["opened", "refused", "command"]


async def test_twenty_thousand_unknown_fields_are_refused_and_the_case_goes_on(
    scene: Scene,
) -> None:
    async with a_review(scene) as case:
        body = {f"k{n}": 0 for n in range(20_000)}
        await case.signal("take_up", case.envelope("preliminary-commission", body))
        with pytest.raises(Refused) as no:
            await case.update("take_up", "preliminary-commission", **body)
        answer = await case.update("take_up", "preliminary-commission")

        assert len(no.value.reasons) == 16
        assert answer["stage"] == "preliminary-review"


@pytest.mark.parametrize("megabytes", [1.9, 2.1, 4.1])
async def test_an_update_as_large_as_a_connection_lets_in_is_answered(
    scene: Scene, megabytes: float
) -> None:
    async with a_review(scene) as case:
        body: dict[str, Any] = {"x": "y" * int(megabytes * 1_000_000)}
        with pytest.raises(Refused) as no:
            await case.update("take_up", "preliminary-commission", **body)
        answer = await case.update("take_up", "preliminary-commission")

        assert no.value.rule == "T-14.2"
        assert answer["stage"] == "preliminary-review"
