"""V-3: what comes out depends on the instants from which acts count, never on who is told first.

Each case is told twice: every command when it counts, and some of them late and in another order.
Both must end in the same legal state, or the difference is shown: a command that waits, or a
refusal that its sender has been given and may answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import permutations
from typing import Any, Final, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.plays import Play
from tests.unit.agreement.story import cases as agreements
from tests.unit.course.story import cases as courses
from tests.unit.education_tool import tools
from tests.unit.ministry_year import years
from tests.unit.partnership import years as partnerships
from tests.unit.textbook_in_use import books
from tests.unit.textbook_review.story import ways as reviews
from workflows.agreement.offices import Office as AgreementOffice
from workflows.course.offices import Office as CourseOffice
from workflows.education_tool.offices import Office as ToolOffice
from workflows.kernel.case.command import Command
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.retelling import legal_state
from workflows.kernel.law.calendar import ISTANBUL, local_day
from workflows.kernel.roles import Role
from workflows.ministry_year.offices import Office as YearOffice
from workflows.textbook_in_use.offices import Office as BookOffice
from workflows.textbook_law.registers import TeachingTerm
from workflows.textbook_review.offices import Office as ReviewOffice
from workflows.textbook_review.registers import Book, Refund

Body: TypeAlias = dict[str, Any]

HOUR: Final = timedelta(hours=1)
SECOND: Final = timedelta(seconds=1)

DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Side:
    """A command from the side of the main way."""

    name: str
    role: str
    body: Body = field(default_factory=dict)
    dated: str | None = None
    """Which field of its document bears its day."""


STORIES: Final[dict[str, Callable[[], Play]]] = {
    "review, refused": reviews.objected,
    "review, corrected": reviews.in_second_evaluation,
    "review, presented": reviews.in_re_evaluation,
    "course": courses.completed,
    "course, changed": courses.changing,
    "course, closing": courses.closing,
    "agreement": agreements.in_force,
    "partnership": partnerships.reporting,
    "book, corrected": books.corrected,
    "book, extended": books.extended,
    "book, reflecting": books.reflecting,
    "year, published": years.published,
    "year, concluded": years.concluded,
    "tool, mended": tools.mended,
    "tool, reviewed again": tools.compared,
}
"""How cases go that hurry along the main way, each commanded by everybody whose turn it is."""


A_CLOSURE: Final[Body] = {"decree_no": "D-1"}

BESIDE: Final[dict[str, tuple[Side, ...]]] = {
    "textbook-review": (
        Side("withdraw", Role.APPLICANT),
        Side("record_false_document", ReviewOffice.PRESIDENCY, {"finding_no": "T-9"}, "found_on"),
        Side("record_programme_change", ReviewOffice.BOARD, {"decision_no": "K-9"}, "decided_on"),
    ),
    "course": (
        Side("cancel_course", CourseOffice.PRINCIPAL, {"reason": "salon kapandı"}),
        Side("close_course", CourseOffice.PRINCIPAL, {"reason": "salon kapandı"}),
    ),
    "agreement": (
        Side(
            "terminate_agreement",
            AgreementOffice.DISTRICT_DIRECTORATE,
            agreements.termination("2027-06-30"),
        ),
    ),
    "partnership": (),
    "textbook-in-use": (
        Side(
            "record_false_document",
            BookOffice.PRESIDENCY,
            {"authority": "judicial", "finding_no": "T-9"},
            "found_on",
        ),
        Side(
            "record_programme_change",
            BookOffice.BOARD,
            {"rewriting": True, "decision_no": "K-9"},
            "decided_on",
        ),
        Side("report_printing", Role.APPLICANT, {"printing": 9, "copies": 10}, "printed_on"),
    ),
    "ministry-year": (
        Side(
            "submit_guide",
            YearOffice.MINISTRY_UNIT,
            {"kind": "programme-guide", "lesson": "muzik", "guide": "e" * 64},
        ),
        Side(
            "ask_about_leftovers",
            YearOffice.PUBLICATIONS_DEPARTMENT,
            {"request_no": "K-9", "book_no": "2024-0003", "printed_in": 2024, "copies": 5},
        ),
    ),
    "education-tool-review": (
        Side("withdraw", Role.APPLICANT),
        Side(
            "cancel_commission_duty",
            ToolOffice.PRESIDENCY,
            {"member": "expert-2", "ground": "not-objective", "finding_no": "IN-1"},
        ),
    ),
}
"""What may cross the main way of a process, from one side: ends, bans, and below a decree."""


def beside(play: Play, side: Side, counts_from: datetime) -> Command:
    """Write a command from the side; its document is of the day from which it counts."""
    day = local_day(counts_from).isoformat()
    body = {**side.body, **({side.dated: day} if side.dated else {})}
    if side.name == "decree_closure":
        body["days"] = {(local_day(counts_from) + 9 * DAY).isoformat(): "Kar tatili"}
    received = counts_from.astimezone(ISTANBUL).replace(tzinfo=None).isoformat()
    return play.command(side.name, side.role, received, body)


@cache
def gone(story: str) -> Play:
    """A case that has gone its way; it is only looked at."""
    return STORIES[story]()


def told_again(play: Play, upto: int) -> Play:
    """A case opened anew and told the first commands of another, each when it counts.

    The other has proved what must hold after each of them; from here on it is proved again.
    """
    assert play.opened_with is not None
    start, opening = play.opened_with
    again = type(play).opens(play.process, start, opening)
    again.proves = False
    for command in play.commands[:upto]:
        tell(again, command)
    again.proves = play.proves
    return again


def tell(play: Play, command: Command) -> str:
    """Bring a command to the gate; say what became of it."""
    judged = play.judge(command)
    return judged.entry.kind if isinstance(judged, Admitted) else type(judged).__name__


def tell_late(play: Play, commands: Sequence[Command], now: Any) -> dict[str, str]:
    """Tell commands one after the other at one later moment; the clock has run until then."""
    play.until(now.replace(tzinfo=None).isoformat())
    said = {}
    for command in commands:
        [judged] = play.settle(command)
        kind = judged.entry.kind if isinstance(judged, Admitted) else "refused"
        said[command.envelope.command_id] = kind
    return said


def apart(command: Command, nth: int) -> Command:
    """The same command a little later, so that no two count from the same instant."""
    return command.model_copy(update={"counts_from": command.counts_from + nth * SECOND})


def rights(play: Play) -> tuple[Any, ...]:
    """What the law knows of a case, and the money and books that it has put down."""
    kept = {Refund.register, Book.register, TeachingTerm.register}
    rows = sorted(str(row.row) for row in play.registers if row.into in kept)
    return *legal_state(play.reading), rows


def is_shown(play: Play, told: Sequence[Command], said: dict[str, str]) -> bool:
    """Whether somebody sees that the order mattered.

    A command waits; or one was refused before what it needed was told, which its sender knows; or a
    later act had closed the case, which the refusal says.
    """
    refused = [c for c in told if said[c.envelope.command_id] == "refused"]
    early = any(c.place > later.place for c in refused for later in told[told.index(c) + 1 :])
    closed = bool(refused) and play.file.decision is not None
    return bool(play.file.pending) or early or closed


@pytest.mark.parametrize("story", STORIES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whoever_is_told_first_the_case_comes_out_the_same_or_shows_it(
    story: str, data: st.DataObject
) -> None:
    play = gone(story)
    size = data.draw(st.integers(2, 3), "how many are late")
    upto = data.draw(st.integers(0, len(play.commands) - size), "told in order")
    window = [apart(c, i) for i, c in enumerate(play.commands[upto : upto + size])]
    sides = [*BESIDE[play.process.name], Side("decree_closure", Role.REGISTRY, A_CLOSURE)]
    crosses = data.draw(st.sampled_from([None, *sides]), "from the side")
    if crosses is not None:
        after = data.draw(st.integers(0, size - 1), "after which of them")
        counts_from = window[after].counts_from + SECOND / 2
        window.insert(after + 1, beside(told_again(play, upto), crosses, counts_from))
    now = window[-1].counts_from + data.draw(st.sampled_from([HOUR, 30 * HOUR]), "told after")
    way = data.draw(st.sampled_from(list(permutations(window))), "order of telling")

    in_order = told_again(play, upto)
    for command in window:
        tell(in_order, command)
    in_order.until(now.replace(tzinfo=None).isoformat())
    late = told_again(play, upto)
    said = tell_late(late, way, now)

    assert rights(late) == rights(in_order) or is_shown(late, way, said)
