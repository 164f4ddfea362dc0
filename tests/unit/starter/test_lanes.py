"""Lanes: every case once and in its order, no more at once than answer."""

import asyncio
import re

import pytest

from starter.cli.work import lanes
from starter.cli.work.lanes import LANES, MOST, Road

CASES = [f"case-{n:03}" for n in range(300)]
FAST = 1_000_000.0


async def test_every_case_is_reached_once_and_shown_in_its_order() -> None:
    under_way = most = 0

    async def work(cases: list[str]) -> list[str]:
        nonlocal under_way, most
        under_way += len(cases)
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= len(cases)
        return [each.upper() for each in cases]

    assert await Road(CASES, FAST).travelled(work) == [each.upper() for each in CASES]
    assert LANES < most <= LANES * MOST


async def test_where_nobody_answers_fewer_are_tried_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lanes, "PAUSE", 0.0)
    sizes: list[int] = []

    async def work(cases: list[str]) -> list[bool]:
        sizes.append(len(cases))
        await asyncio.sleep(0)
        return [True] * len(cases)

    await Road(CASES[: 10 * LANES], FAST).travelled(work, silent=bool)
    assert sizes == [4] * LANES + [2] * LANES + [1] * 4 * LANES


async def test_one_stuck_case_does_not_slow_the_others() -> None:
    sizes: list[int] = []

    async def work(cases: list[str]) -> list[bool]:
        sizes.append(len(cases))
        await asyncio.sleep(0)
        return [each == "case-007" for each in cases]

    await Road(CASES, FAST).travelled(work, silent=bool)
    assert MOST in sizes


async def test_a_lane_takes_no_more_together_than_it_may() -> None:
    sizes: list[int] = []

    async def work(cases: list[str]) -> list[str]:
        sizes.append(len(cases))
        await asyncio.sleep(0)
        return cases

    await Road(CASES, FAST, most=6).travelled(work)
    assert max(sizes) == 6


async def test_a_fault_ends_all_lanes() -> None:
    reached: list[str] = []

    async def work(cases: list[str]) -> list[str]:
        reached.extend(cases)
        await asyncio.sleep(0)
        raise RuntimeError("planted")

    with pytest.raises(RuntimeError, match="planted"):
        await Road(CASES, FAST).travelled(work)
    assert len(reached) <= LANES * MOST


async def test_the_rate_bounds_what_is_reached_together(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def slept(seconds: float) -> None:
        waits.append(seconds)

    async def work(cases: list[str]) -> list[int]:
        return [len(cases)] * len(cases)

    monkeypatch.setattr(asyncio, "sleep", slept)
    assert await Road(CASES[:6], 2).travelled(work) == [2] * 6
    # two at once; the next two a second later, the last two after another second
    assert [round(wait, 1) for wait in waits] == [0, 1, 2]


async def test_a_terminal_shows_how_far_it_is_and_how_fast(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def work(cases: list[str]) -> list[str]:
        return cases

    await Road(CASES[:6], FAST).travelled(work)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    await Road(CASES[:6], FAST).travelled(work)
    said = capsys.readouterr().err
    assert re.fullmatch(r"\r4/6 · \d+/s\033\[K\r6/6 · \d+/s\033\[K\n", said)
