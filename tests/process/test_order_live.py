"""Order on the real server: one queue for everything that reaches a case, in whatever way."""

import asyncio
from typing import Any

import pytest

from starter.rehearsal.engine import Scene
from tests.process.live import Live, Refused, a_review
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import order


def said(view: dict[str, Any]) -> list[tuple[str, str]]:
    """What waits in a case, and for what."""
    return [(each["command"], each["waits_for"]) for each in view["pending"]]


async def awaiting_service(case: Live) -> None:
    """Evaluated; the report is to be served."""
    await case.to_first_review()
    await case.at("2031-04-10T10:00")
    await case.review("82.40")
    await case.evaluate()


async def test_what_answers_before_its_service_is_taken_in_answered_and_settled_with_it(
    scene: Scene,
) -> None:
    async with a_review(scene) as case:
        await awaiting_service(case)
        await case.at("2031-04-24T15:00")
        answer = await case.refile()
        shown = await case.view()
        assert answer["held"]["waits_for"] == "service"
        assert (shown["stage"], said(shown)) == (
            "awaiting-service",
            [("submit_corrected_draft", "service")],
        )

        await case.serve("T-17.15a/1", "2031-04-24")
        await case.rest()
        shown = await case.view()
        assert (shown["stage"], shown["pending"]) == ("second-preliminary", [])
        kinds = [e.kind for e in await case.journal() if e.name == "submit_corrected_draft"]
    assert kinds == ["early", "command"]


@pytest.mark.parametrize("first", ["signal", "update"])
async def test_a_signal_and_an_update_are_settled_in_the_order_of_their_receipt(
    scene: Scene, first: str
) -> None:
    """The withdrawal was received before the order; both reach the case at once."""
    async with a_review(scene) as case:
        await case.to_directorate()
        await case.select()
        await case.at("2031-03-24T12:00")
        withdrawal = case.envelope("applicant", {}, received_at="2031-03-24T10:00:00+03:00")
        await case.receive("withdraw", withdrawal)
        sends = [case.signal("withdraw", withdrawal), case.order()]
        if first == "update":
            sends.reverse()
        await asyncio.gather(*sends, return_exceptions=True)
        await case.rest()
        shown = await case.view()
        outcomes = {e.name: e.kind for e in await case.journal()}

    if shown["decision"] is not None:  # both were there when the first was settled
        assert shown["decision"]["rule"] == "T-16.2a"
    else:
        assert outcomes["withdraw"] == "conflict"
        assert said(shown) == [("withdraw", "office")]


async def test_what_cannot_be_judged_is_refused_and_the_case_goes_on(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-13: a bug planted where one command is judged; by update and by signal."""
    judge = order.judging

    def with_a_bug(reading: Any, command: Any, now: Any) -> Any:
        if command.name == "withdraw":
            raise ZeroDivisionError
        return judge(reading, command, now)

    monkeypatch.setattr(order, "judging", with_a_bug)
    async with a_review(scene) as case:
        with pytest.raises(Refused) as no:
            await case.update("withdraw", "applicant")
        await case.signal("withdraw", case.envelope("applicant", {}))
        await case.at("2031-03-17T10:00")
        answer = await case.update("take_up", "preliminary-commission")
        [refused] = [e for e in await case.journal() if e.name == "withdraw"]

    assert (no.value.rule, answer["stage"]) == ("V-13", "preliminary-review")
    assert refused.kind == "refused"
    assert Refusal.model_validate(refused.body).refused_by == "V-13"
