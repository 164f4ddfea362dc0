"""The whole product as people run it: started, killed at the worst instant, started again.

One `vade up`, driven through the command line only. Worker, server and database die by SIGKILL in
the middle; a term ends while no worker runs; after a restart every filing has its due.
"""

import asyncio
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as dawn
from pathlib import Path
from typing import Any

import psutil
import pytest

from activities.database import connect, open_pool, transaction
from activities.journal.receipts import commit_receipt, mark_delivered
from activities.registers.editions import store_editions
from activities.textbook.coefficients import put_coefficient
from starter.client.vade import Vade
from starter.embedded.place import remove
from starter.runtime.connect import connect as connect_client
from starter.runtime.serving import editions
from starter.runtime.settings import load
from tests.kit.processes import kill_all
from tests.process.live import CHECKS, CORRECTED, EVALUATORS, REVIEWERS
from tests.unit.textbook_review.drafts import COEFFICIENT, an_application
from workflows.kernel.case.message import Envelope
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.law.rulebook import with_figures
from workflows.kernel.roles import Actor
from workflows.textbook_review.process import REVIEW

VADE = str(Path(sys.executable).with_name("vade"))
ADMITTED, REFUSED, TROUBLE, RECEIVED = 0, 1, 2, 4
UP_WITHIN = 180.0


class Stack:
    """One `vade up` on a folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.env = {
            **os.environ,
            "VADE_HOME": str(home),
            **{f"VADE_{part}_PORT": "0" for part in ("TEMPORAL", "UI", "POSTGRES", "SMTP", "API")},
        }
        self._up: subprocess.Popen[str] | None = None

    def up(self, *options: str) -> None:
        """Start, and wait until it says that it runs."""
        path = self.home.parent / f"{self.home.name}.log"
        with path.open("w", encoding="utf-8") as log:
            self._up = subprocess.Popen(
                [VADE, "up", "--no-samples", *options],
                env=self.env, stdout=log, stderr=log, text=True, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + UP_WITHIN
        while "Running." not in path.read_text(encoding="utf-8"):
            assert self._up.poll() is None, path.read_text(encoding="utf-8")
            assert time.monotonic() < until, path.read_text(encoding="utf-8")
            time.sleep(0.1)

    def kill(self, *names: str) -> None:
        """Kill parts of it, by what their command line says, the way a crash does."""
        assert self._up is not None
        for child in psutil.Process(self._up.pid).children(recursive=True):
            try:
                line = " ".join(child.cmdline())
            except psutil.NoSuchProcess:
                continue
            if any(name in line for name in names):
                kill_all([child])

    def crash(self) -> None:
        """Kill everything at once."""
        assert self._up is not None
        parts = psutil.Process(self._up.pid).children(recursive=True)
        self._up.kill()
        kill_all(parts)
        psutil.wait_procs(parts, timeout=10)
        self._up.wait(10)

    def down(self) -> int:
        """Stop it as Ctrl-C does; return its exit code."""
        assert self._up is not None
        parts = psutil.Process(self._up.pid).children(recursive=True)
        self._up.send_signal(signal.SIGINT)
        code = self._up.wait(30)
        assert [part for part in parts if part.is_running()] == []
        return code

    def vade(self, *args: str, body: Any = None, within: float = 30) -> tuple[int, Any]:
        """Run one command; return its exit code and what it printed."""
        given = ["--body", "-"] if body is not None else []
        done = subprocess.run(
            [VADE, *args, *given, "--json"],
            env=self.env, input=json.dumps(body), capture_output=True, text=True, timeout=within,
            check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else done.stderr

    def send(self, case: str, command: str, role: str, body: Any = None) -> tuple[int, Any]:
        """Send a command through the door; without an ID, as a person of that role alone."""
        who = role if ":" in role else f"{role}:{role}-1"
        return self.vade("send", case, command, "--as", who, body=body or {})


@pytest.fixture
def stack() -> Iterator[Stack]:
    # not below pytest's own folder: for root that one is closed to PostgreSQL's account
    home = Path(tempfile.gettempdir()) / f"vade-system-{secrets.token_hex(4)}"
    running = Stack(home)
    try:
        yield running
    finally:
        if running._up is not None and running._up.poll() is None:
            running.crash()
        remove(home)


async def _short_terms(home: Path, ends_at: datetime) -> None:
    """Publish an edition whose correction ends today at that instant, settled seconds later.

    On whatever day the test runs, nothing is held back before a last acceptance date (T-17.20).
    """
    (edition,) = (each for each in editions() if each.process == REVIEW.name)
    short = with_figures(
        edition,
        {
            "terms.correction.roll": "none",
            "figures.forwarding.hold_working_days": 0,
            "figures.forwarding.last_acceptance_working_day": 1 if ends_at.day > 10 else 15,
            "agenda.opens_at": "00:00:00",
            "agenda.close_of_business": ends_at.time().isoformat(),
            "agenda.settle_at": (ends_at + timedelta(seconds=2)).time().isoformat(),
            "agenda.settle_after_working_days": 0,
        },
    ).model_copy(update={"edition": "short", "in_force_from": date(2012, 1, 1)})
    conn = await connect(load(home).database_url)
    try:
        async with conn.transaction():
            await store_editions(conn, [short])
            await put_coefficient(conn, date(2020, 1, 1), COEFFICIENT)
    finally:
        await conn.close()


def _filed_on() -> date:
    """A Wednesday some six weeks ago."""
    day = datetime.now(ISTANBUL).date() - timedelta(days=45)
    return day - timedelta(days=(day.weekday() - 2) % 7)


async def _evaluate(home: Path, case: str, day: date) -> None:
    """Have the offices bring a case to its evaluation on a day that has passed.

    It is taken in and delivered as the front door does: only that dates what comes in.
    """
    passed = {check: {"passed": True} for check in CHECKS}
    coded = {"anonymity_code": "K7-0312", "sealed_envelope_no": f"Z-{case[-2:]}"}
    three = {"members": ["p-1", "p-2", "p-3"], "checks": passed}
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("take_up", "preliminary-commission", {}),
        ("record_preliminary_report", "preliminary-commission", three),
        ("hand_over_to_directorate", "books-branch", coded),
        ("propose_commission", "review-department", _COMMISSION),
        ("approve_commission", "presidency", {"approved": True, "approval_no": "O-1"}),
        ("assign_commission", "directorate", {**_COMMISSION, **_ORDER}),
        ("record_review_report", "review-commission", _review("82.40")),
        ("record_evaluation_report", "evaluation-commission", _EVALUATION),
    ]
    vade, pool = Vade(await connect_client(load(home))), await open_pool(load(home).database_url)
    morning = datetime.combine(day, dawn(9), ISTANBUL)
    for n, (command, role, body) in enumerate(steps):
        sender = Actor(role=role, id="field-0" if role == "review-commission" else f"{role}-1")
        at = morning + timedelta(minutes=n)
        envelope = Envelope(command_id=f"step-{n}", received_at=at, actor=sender, body=body)
        async with transaction(pool) as conn:
            await commit_receipt(conn, case, command, envelope)
        reply = await vade.deliver(case, command, envelope)
        assert reply.admitted, (command, reply.said)
        async with transaction(pool) as conn:
            await mark_delivered(conn, case, envelope.command_id, reply)
    await pool.close()


_SERVED = ("record_service", "--as", "review-department:review-department-1")


def _to_correction(stack: Stack, case: str, served_on: date) -> None:
    asyncio.run(_evaluate(stack.home, case, served_on))
    body = {"served_on": served_on.isoformat(), "means": "by-hand"}
    code, said = stack.vade("send", case, *_SERVED, body=body)
    assert code == ADMITTED, said


_COMMISSION = {"members": REVIEWERS, "chair": "field-0"}
_ORDER = {"order_no": "G-1", "hours": "78", "in_hours": True}
_EVALUATION = {"members": EVALUATORS, "agrees": True, "scientific_errors": 2, "report_no": "D-1"}


def _review(score: str) -> dict[str, Any]:
    return {"score": score, "findings": 4, "scientific_errors": 2, "report_no": "I-1"}


def _start(stack: Stack, file_no: str) -> str:
    filed_on = _filed_on()
    application = an_application().model_dump(mode="json")
    application["fee"]["paid_on"] = filed_on.isoformat()
    code, said = stack.vade(
        "start", "textbook-review", "--file-no", file_no,
        "--received-at", f"{filed_on}T00:00", "--register-no", "E-1", body=application,
    )  # fmt: skip
    assert code == ADMITTED, said
    return f"textbook-review-{file_no}"


@pytest.mark.timeout(400)
def test_nobody_loses_a_right_in_an_outage(stack: Stack) -> None:
    stack.up()
    ends_at = (datetime.now(ISTANBUL) + timedelta(seconds=75)).replace(microsecond=0)
    served_on = ends_at.date() - timedelta(days=30)
    asyncio.run(_short_terms(stack.home, ends_at))
    first, second = _start(stack, "sys-01"), _start(stack, "sys-02")
    _to_correction(stack, first, served_on)
    asyncio.run(_evaluate(stack.home, second, served_on))

    # worker, server and database die by SIGKILL in the middle; the stack mends itself
    stack.kill("worker", "temporal", "postgres")
    _serve_after_crash(stack, second, served_on)
    code, shown = stack.vade("show", first)
    assert (code, shown["stage"]) == (0, "correction")
    # the objection's fifteen days are over; whether that is settled yet, the hour of the day says
    corrections = [t["due_at"] for t in shown["terms"] if t["rule"] == "T-17.15b"]
    assert corrections == [ends_at.isoformat()]

    # the term ends while no worker runs: one filing in time, one after the end
    stack.crash()
    stack.up("--no-worker")
    assert datetime.now(ISTANBUL) < ends_at, "this machine is too slow for the test's term"
    code, said = stack.send(first, "submit_corrected_draft", "applicant:pub-17", CORRECTED)
    assert code == RECEIVED, said
    time.sleep(max(0.0, (ends_at - datetime.now(ISTANBUL)).total_seconds() + 1))
    code, said = stack.send(second, "submit_corrected_draft", "applicant:pub-17", CORRECTED)
    assert code == RECEIVED, said
    stack.crash()

    # restarted: what was in time counts, what was late does not, and the lapse has the right day
    stack.up()
    _wait_for(stack, first, "second-preliminary")
    _wait_for(stack, second, "closed")
    _, entries = stack.vade("timeline", second)
    # what was late may have been told, and refused, before the case was looked at
    [lapsed] = [e for e in entries if (e["kind"], e["rule"]) == ("lapse", "T-17.15b")]
    assert datetime.fromisoformat(lapsed["counts_from"]) == ends_at
    assert {e["kind"] for e in entries[entries.index(lapsed) + 1 :]} <= {"refused"}
    code, said = stack.send(second, "submit_corrected_draft", "applicant:pub-17", CORRECTED)
    assert code == REFUSED
    assert "T-17.15b" in json.dumps(said)

    _finish(stack, first)
    code, audit = stack.vade("audit")
    assert code == 0, audit
    assert stack.down() == 0


@pytest.mark.timeout(400)
def test_cases_go_on_from_their_journals_when_temporal_has_lost_everything(stack: Stack) -> None:
    """Design §9: from PostgreSQL alone; what was received before, in between and after counts."""
    stack.up()
    asyncio.run(_short_terms(stack.home, _close_of_business()))
    first, second, third = (_start(stack, f"sys-1{n}") for n in range(3))
    _to_correction(stack, first, datetime.now(ISTANBUL).date() - timedelta(days=7))
    assert stack.send(second, "take_up", "preliminary-commission")[0] == ADMITTED

    stack.crash()  # in the middle of whatever is being written
    for lost in stack.home.glob("temporal.db*"):
        lost.unlink()
    stack.up()
    code, said = stack.send(third, "take_up", "preliminary-commission")
    assert code == RECEIVED, said
    code, said = stack.vade("restore", "--dry-run")
    assert code == 0, said
    assert said["counts"] == {"would be restored": 3}
    code, said = stack.vade("restore")
    assert (code, said["counts"]) == (0, {"restored": 3})
    code, said = stack.vade("restore")
    assert (code, said["counts"]) == (0, {"runs already": 3})

    for case, stage in (
        (first, "correction"),
        (second, "preliminary-review"),
        (third, "preliminary-review"),
    ):
        _wait_for(stack, case, stage)
    code, said = stack.send(first, "submit_corrected_draft", "applicant:pub-17", CORRECTED)
    assert code == ADMITTED, said
    code, audit = stack.vade("audit")
    assert code == 0, audit
    assert stack.down() == 0


def _close_of_business() -> datetime:
    return datetime.now(ISTANBUL).replace(hour=23, minute=59, second=0, microsecond=0)


def _serve_after_crash(stack: Stack, case: str, served_on: date) -> None:
    """A command is tried again under its ID until the database is back; once in, it counts."""
    body = {"served_on": served_on.isoformat(), "means": "by-hand"}
    until = time.monotonic() + 40
    code, said = stack.vade("send", case, *_SERVED, "--id", "service-1", body=body)
    while code == TROUBLE:
        assert time.monotonic() < until, said
        code, said = stack.vade("send", case, *_SERVED, "--id", "service-1", body=body)
    assert code in {ADMITTED, RECEIVED}, said
    if code == RECEIVED:
        _wait_for(stack, case, "correction")


def _wait_for(stack: Stack, case: str, stage: str) -> None:
    until = time.monotonic() + 40
    while True:
        code, rows = stack.vade("list", "--all")
        if code == 0 and any(r["case_id"] == case and r["stage"] == stage for r in rows):
            return
        assert time.monotonic() < until, rows
        time.sleep(0.3)


def _finish(stack: Stack, case: str) -> None:
    passed = {check: {"passed": True} for check in CHECKS if check != "fee_paid"}
    steps: list[tuple[str, str, Any]] = [
        ("take_up", "preliminary-commission", None),
        (
            "record_preliminary_report",
            "preliminary-commission",
            {"members": ["p-1", "p-2", "p-3"], "checks": passed},
        ),
        ("record_review_report", "review-commission:field-0", _review("95.00")),
        (
            "record_evaluation_report",
            "evaluation-commission",
            {**_EVALUATION, "below_90": False, "reasons": "all findings have been mended"},
        ),
        ("sign_follow_up_form", "board:b-2", {"members": ["b-2", "b-3"], "form_no": "TF-1"}),
        (
            "record_board_decision",
            "board",
            {"decision": "accept", "decision_no": "K-1", "first_school_year": 2031}
            | {"decided_on": str(datetime.now(ISTANBUL).date())},
        ),
    ]
    for command, role, body in steps:
        code, said = stack.send(case, command, role, body)
        assert code == ADMITTED, (command, said)
    _, shown = stack.vade("timeline", case)
    assert shown[-1]["effects"]["decision"]["outcome"] == "accepted"
