"""What sends letters and calls, beside a worker: begun again when it dies, gone when that is."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import psutil
import pytest

from activities.database import Pool
from activities.journal.journal import Journal
from starter.outgoing.beside import run_outgoing
from tests.integration.batches import a_batch, a_reminder, entries
from tests.integration.mail import Sink, draw_up, know_applicant

PATIENCE = timedelta(seconds=20)
A_WORKER = "import asyncio; from starter.outgoing.beside import run_outgoing as r; asyncio.run(r())"


@pytest.fixture(autouse=True)
def settings(database_url: str, monkeypatch: pytest.MonkeyPatch, sink: Sink) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")  # nobody asks it anything
    monkeypatch.setenv("VADE_DATABASE_URL", database_url)
    monkeypatch.setenv("VADE_SMTP_URL", sink.url)
    monkeypatch.delenv("VADE_POLICY", raising=False)


@asynccontextmanager
async def beside() -> AsyncIterator[None]:
    running = asyncio.create_task(run_outgoing())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def senders(of: int | None = None) -> list[psutil.Process]:
    """Processes that send, and that somebody has started."""
    return list(_senders(psutil.Process(of)))


def _senders(parent: psutil.Process) -> Iterator[psutil.Process]:
    for child in parent.children():
        with suppress(psutil.Error):
            if "starter.outgoing" in child.cmdline():
                yield child


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds of a process, which tells nobody."""
    last = time.monotonic() + PATIENCE.total_seconds()
    while not holds():
        assert time.monotonic() < last
        await asyncio.sleep(0.02)


async def test_letters_go_out_though_what_sends_them_is_killed(pool: Pool, sink: Sink) -> None:
    await know_applicant(pool)
    async with beside():
        await draw_up(pool, a_reminder())
        await asyncio.wait_for(sink.came.wait(), PATIENCE.total_seconds())
        sink.came.clear()
        (first,) = senders()
        first.kill()
        await Journal(pool).record(a_batch(entries(2), notices=[a_reminder(days=3)]))
        await asyncio.wait_for(sink.came.wait(), PATIENCE.total_seconds())
        (second,) = senders()

    assert first.pid != second.pid
    assert senders() == []


async def test_whoever_sends_lets_people_who_act_go_first(sink: Sink) -> None:
    async with beside():
        await until(lambda: [each.nice() for each in senders()] == [19])


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
async def test_nobody_sends_any_more_once_the_worker_is_gone(end: signal.Signals) -> None:
    worker = await asyncio.create_subprocess_exec(sys.executable, "-c", A_WORKER)
    await until(lambda: bool(senders(worker.pid)))
    (sender,) = senders(worker.pid)

    os.kill(worker.pid, end)
    await worker.wait()

    await until(lambda: not sender.is_running())


async def test_it_is_not_begun_again_where_there_is_nothing_to_send(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("VADE_SMTP_URL")

    await asyncio.wait_for(run_outgoing(), PATIENCE.total_seconds())

    said = capfd.readouterr().out
    assert "mailer_off" in said
    assert "courier_off" in said
