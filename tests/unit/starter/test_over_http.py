"""The HTTP client against a door that is slow, out of reach, newer, or does not let it in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from starter.client import over_http
from starter.client.answers import NotAllowed, OutOfReach, Refused, TooLarge
from starter.client.models import CommandSent
from starter.client.over_http import Bearer, HttpVade

CASE = "textbook-review-2031-0042"
ANSWER = {"command_id": "c-1", "stage": "preliminary-review", "entry": 2, "terms": []}


class Door:
    """A door that answers as it was told to, and remembers what it was asked."""

    def __init__(self, *answers: httpx.Response | Callable[[], httpx.Response]) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []
        http = httpx.AsyncClient(
            transport=httpx.MockTransport(self._answer),
            base_url="http://vade",
            auth=Bearer(lambda: "proof"),
        )
        self.vade = HttpVade(http, patience=timedelta(seconds=5))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        return answer() if callable(answer) else answer


def problem(status: int, kind: str, **more: Any) -> httpx.Response:
    headers = {"Retry-After": more.pop("wait")} if "wait" in more else {}
    said = {"type": f"urn:vade:problem:{kind}", "detail": "because", **more}
    return httpx.Response(status, json=said, headers=headers)


def cut_off() -> httpx.Response:
    raise httpx.ReadTimeout("no answer")


async def send(door: Door) -> Any:
    return await door.vade.send(CASE, "take_up", CommandSent(), "c-1")


async def test_what_is_out_of_reach_is_sent_again_under_its_key() -> None:
    door = Door(
        problem(503, "out-of-reach", wait="0"),
        problem(429, "too-many", wait="0"),
        httpx.Response(200, json=ANSWER),
    )
    assert (await send(door)).entry == 2
    assert [each.headers["Idempotency-Key"] for each in door.asked] == ["c-1"] * 3
    assert {each.headers["Authorization"] for each in door.asked} == {"Bearer proof"}


async def test_who_must_wait_longer_than_they_can_is_told() -> None:
    for silent in (problem(503, "out-of-reach", wait="60"), problem(429, "too-many", wait="60")):
        with pytest.raises(OutOfReach, match="because"):
            await send(Door(silent))


async def test_an_answer_lost_on_the_way_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(over_http, "BETWEEN_TRIES", 0.0)
    door = Door(cut_off, httpx.Response(200, json=ANSWER))
    assert (await send(door)).entry == 2
    assert len(door.asked) == 2


async def test_what_a_later_release_adds_is_passed_over() -> None:
    term = {"rule": "T-14.2", "key": "T-14.2", "due_at": None, "state": "running", "newer": 1}
    door = Door(httpx.Response(200, json={**ANSWER, "terms": [term], "newer": {}}))
    assert [each.key for each in (await send(door)).terms] == ["T-14.2"]


async def test_each_problem_is_its_own_fault() -> None:
    reason = {"rule": "T-14.2", "what": "a", "why": "b", "do": "c", "newer": True}
    for said, kind in (
        (problem(409, "refused", reasons=[reason]), Refused),
        (problem(400, "unreadable"), Refused),
        (problem(413, "too-large"), TooLarge),
        (problem(401, "denied"), NotAllowed),
        (problem(403, "denied", reasons=[reason]), NotAllowed),
        (problem(500, "fault"), OutOfReach),
        (httpx.Response(502, text="<html>"), OutOfReach),
    ):
        with pytest.raises(kind) as fault:
            await send(Door(said))
        assert type(fault.value) is kind
