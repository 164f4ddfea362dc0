"""A burst of tasks is worked out in turns, so that no case is held for stuck."""

import asyncio
import threading
import time
from typing import Any

import pytest

from starter.client.vade import Vade
from starter.runtime.serving import AT_ONCE
from tests.integration.door import a_filing, a_number
from workflows.kernel.judgement.opening import open_file
from workflows.textbook_review.process import REVIEW

BURST = 3 * AT_ONCE


class Watch:
    """Counts how many cases are being worked out at the same moment."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0
        self.seen = 0
        self.most = 0

    def __enter__(self) -> None:
        with self._lock:
            self._now += 1
            self.seen += 1
            self.most = max(self.most, self._now)

    def __exit__(self, *exc: object) -> None:
        with self._lock:
            self._now -= 1


async def test_a_burst_is_worked_out_a_few_tasks_at_a_time(
    vade: Vade, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More at once would each take so much longer that the SDK holds them for stuck (TMPRL1101)."""
    watch = Watch()

    def watched(*given: Any) -> Any:
        with watch:
            time.sleep(0.05)
            return open_file(*given)

    monkeypatch.setattr("workflows.kernel.temporal.case.open_file", watched)

    started = await asyncio.gather(
        *(vade.start(REVIEW, a_filing(a_number())) for _ in range(BURST))
    )
    await asyncio.gather(*(vade.opened(each.case_id) for each in started))

    assert watch.seen >= BURST
    assert 1 < watch.most <= AT_ONCE
