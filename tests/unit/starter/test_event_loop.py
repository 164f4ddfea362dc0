"""What programs that serve run on."""

import asyncio

import pytest

from starter.runtime import event_loop
from starter.runtime.event_loop import serve_in_loop


async def _loop() -> str:
    return type(asyncio.get_running_loop()).__module__.partition(".")[0]


def test_worker_and_door_run_on_the_faster_loop() -> None:
    pytest.importorskip("uvloop")
    assert serve_in_loop(_loop()) == "uvloop"


def test_where_there_is_none_they_run_on_pythons_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_loop, "find_spec", lambda _: None)
    assert serve_in_loop(_loop()) == "asyncio"
