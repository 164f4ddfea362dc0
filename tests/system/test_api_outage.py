"""The HTTP door through outages: nothing is lost, doubled or half done, and a date stays a date.

One `vade up`, its parts stopped and killed; the sender knows only what the door has answered.
"""

import asyncio
import json
import signal
import time
from datetime import datetime, timedelta
from typing import Any

import httpx
import psutil
import pytest

from starter.runtime.settings import load
from tests.kit.contracts import example
from tests.process.live import CORRECTED
from tests.system.test_outage import Stack, _short_terms, _start, _to_correction, _wait_for, stack
from workflows.kernel.law.calendar import ISTANBUL

__all__ = ["stack"]

AGREEMENT = {"body": example("agreement/start.json")["body"]}
FILING = "/processes/agreement/cases"


class Sender:
    """Somebody who sends over HTTP."""

    def __init__(self, stack: Stack, who: str) -> None:
        code, said = stack.vade("token", "--as", who)
        assert code == 0, said
        self._url = f"{load(stack.home).api_url}/v1"
        self._headers = {"Authorization": f"Bearer {said['token']}"}

    def get(self, path: str) -> httpx.Response:
        """Read something."""
        return httpx.get(f"{self._url}{path}", headers=self._headers, timeout=30)

    def post(self, path: str, key: str, sent: Any) -> httpx.Response:
        """Send something under a key."""
        own = {**self._headers, "Idempotency-Key": key}
        return httpx.post(f"{self._url}{path}", json=sent, headers=own, timeout=30)

    def until(self, path: str, key: str, sent: Any) -> httpx.Response:
        """Send it again under its key until there is an answer."""
        ends = time.monotonic() + 40
        while (said := self.post(path, key, sent)).status_code == 503:
            assert time.monotonic() < ends, said.text
            time.sleep(0.5)
        return said


def processes(stack: Stack, *names: str) -> list[psutil.Process]:
    assert stack._up is not None
    found = []
    for child in psutil.Process(stack._up.pid).children(recursive=True):
        line = " ".join(child.cmdline())
        if any(name in line for name in names):
            found.append(child)
    assert found, names
    return found


class Stopped:
    """Parts that stand still while the block runs: they answer nobody, and hold what they have."""

    def __init__(self, stack: Stack, *names: str) -> None:
        self._parts = processes(stack, *names)

    def __enter__(self) -> None:
        for part in self._parts:
            part.send_signal(signal.SIGSTOP)

    def __exit__(self, *_: object) -> None:
        for part in self._parts:
            part.send_signal(signal.SIGCONT)


@pytest.mark.timeout(240)
def test_a_filing_before_the_end_of_a_term_counts_though_no_worker_runs(stack: Stack) -> None:
    stack.up()
    ends_at = (datetime.now(ISTANBUL) + timedelta(seconds=60)).replace(microsecond=0)
    asyncio.run(_short_terms(stack.home, ends_at))
    first, second = _start(stack, "sys-21"), _start(stack, "sys-22")
    for case in (first, second):
        _to_correction(stack, case, ends_at.date() - timedelta(days=30))
    publisher = Sender(stack, "applicant:pub-17")
    command = "commands/submit_corrected_draft"
    with Stopped(stack, "-m worker"):
        assert datetime.now(ISTANBUL) < ends_at, "this machine is too slow for the test's term"
        in_time = publisher.post(f"/cases/{first}/{command}", "d-1", {"body": CORRECTED})
        assert in_time.status_code == 202, in_time.text
        told = publisher.get(in_time.json()["ask"].removeprefix("/v1"))
        assert told.json()["state"] == "received"
        time.sleep(max(0.0, (ends_at - datetime.now(ISTANBUL)).total_seconds() + 1))
        late = publisher.post(f"/cases/{second}/{command}", "d-2", {"body": CORRECTED})
        assert late.status_code == 202, late.text
        again = publisher.post(f"/cases/{first}/{command}", "d-1", {"body": CORRECTED})
        assert again.json()["received_at"] == in_time.json()["received_at"]

    _wait_for(stack, first, "second-preliminary")
    _wait_for(stack, second, "closed")
    final = publisher.until(f"/cases/{first}/{command}", "d-1", {"body": CORRECTED})
    assert (final.status_code, final.json()["command_id"]) == (200, "d-1")
    refused = publisher.get(f"/cases/{second}/receipts/d-2").json()
    assert (refused["state"], refused["reasons"][0]["rule"]) == ("refused", "T-17.15b")
    _, entries = stack.vade("timeline", first)
    assert [e["command_id"] for e in entries].count("d-1") == 1
    assert stack.down() == 0


@pytest.mark.timeout(240)
def test_without_database_or_temporal_nothing_is_half_done(stack: Stack) -> None:
    stack.up()
    partner = Sender(stack, "partner:partner-17")
    opened = partner.post(FILING, "a-1", AGREEMENT)
    assert opened.status_code == 201, opened.text
    case = opened.json()["case_id"]
    # whoever looks waits for what the door has still to record: from here on every door knows it
    assert [row["case_id"] for row in partner.get("/cases").json()["cases"]] == [case]
    withdrawal = {"body": example("agreement/withdraw_application.json").get("body", {})}

    stack.kill("postgres")
    for said in (
        partner.post(FILING, "a-2", AGREEMENT),
        partner.post(f"/cases/{case}/commands/withdraw_application", "w-1", withdrawal),
        partner.get("/cases"),
    ):
        # it is started again at once: what then comes through is whole
        assert said.status_code in {200, 201, 202, 503}, said.text
        assert said.status_code != 503 or int(said.headers["Retry-After"]) > 0
    filed = partner.until(FILING, "a-2", AGREEMENT)
    assert filed.status_code in {200, 201, 202}, filed.text

    with Stopped(stack, "temporal"):
        silent = partner.post(FILING, "a-3", AGREEMENT)
        assert (silent.status_code, silent.headers["Retry-After"]) == (503, "5"), silent.text
        sent = partner.post(f"/cases/{case}/commands/withdraw_application", "w-2", withdrawal)
        assert sent.status_code in {202, 200, 409}, sent.text
    after = partner.until(FILING, "a-3", AGREEMENT)
    assert after.status_code in {200, 201, 202}, after.text

    ends = time.monotonic() + 40
    while len(rows := partner.get("/cases?closed_too=true").json()["cases"]) < 3:
        assert time.monotonic() < ends, rows
        time.sleep(0.5)
    numbers = sorted(int(row["file_no"][-4:]) for row in rows)
    assert numbers == [1, 2, 3], json.dumps(rows)
    code, audit = stack.vade("audit")
    assert code == 0, audit
    assert stack.down() == 0
