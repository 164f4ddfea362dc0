"""Anything may arrive at a course, at any instant and in any order; only the lawful counts.

Hypothesis sends lawful and unlawful commands around the end of the lessons and of the time for
exams, to a case that is awake or has slept through them. `oracle` and `ledger` say independently of
gate and story what must become of each, and where the course then stands.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from typing_extensions import override

from tests.kit.arrivals import FATES, Arrivals, Delivery, Fate, Sent, Watching, outcome_of
from tests.kit.calendars import turkish_calendar
from tests.kit.plays import assert_reads_the_same
from workflows.course.offices import Office
from workflows.course.process import COURSE
from workflows.course.stages import Stage
from workflows.kernel.case.command import Command
from workflows.kernel.law.term import TermState

from . import cases
from .cases import Course
from .ledger import Ledger
from .oracle import Oracle, is_taught, year_of
from .senders import commands, spoilt_again, wake_ups


class Watched(Watching, Course):
    """A course that settles one command after the other."""


def _last_evening() -> Course:
    course = cases.active()
    course.until("2026-11-27T20:00")
    return course


def _changing_on_the_last_evening() -> Course:
    course = cases.changing()
    course.until("2026-11-27T20:00")
    return course


def _to_be_judged() -> Course:
    """Two days before the last exam day, one exam planned and one asked for."""
    course = cases.in_exams("t-1", "t-2", "t-3", exempt=("t-4",))
    course.asks("2027-11-24T10:00", "t-1", "t-2", wished_on="2027-11-26")
    course.schedules("2027-11-24T11:00", "S-1", "2027-11-25", "t-1")
    return course


def _three_failures() -> Course:
    course = cases.in_exams("t-1", "t-2")
    for number, day in enumerate(("2026-12-10", "2027-01-14", "2027-02-11"), start=1):
        course.examines(f"S-{number}", day, t_1="failed")
    return course


BEGINNINGS: dict[str, Callable[[], Course]] = {
    **{stage.value: way for stage, way in cases.WAYS.items() if stage != Stage.CLOSED},
    "last-evening": _last_evening,
    "changing-on-the-last-evening": _changing_on_the_last_evening,
    "to-be-judged": _to_be_judged,
    "three-failures": _three_failures,
    "uncertificated": cases.uncertificated,
}
"""Where a play may begin."""


@cache
def _brought_to(beginning: str) -> Watched:
    """A course that has come to a beginning, with the holidays of the years that a play reaches."""
    calendar = turkish_calendar()
    days = {
        name: {day: why for day, why in getattr(calendar, name).items() if 2026 <= day.year <= 2032}
        for name in ("closed", "half")
    }
    known = calendar.model_copy(update={**days, "covers_until": date(2032, 12, 31)})
    come = BEGINNINGS[beginning]()
    opening = come.file.opening.model_copy(update={"calendar": known})
    come.reading.file = come.file.model_copy(update={"opening": opening})
    return Watched(COURSE, come.reading, come.now, come.journal, come.notices, come.registers)


def come_to(beginning: str) -> Watched:
    """A course of one's own that has come to a beginning."""
    come = _brought_to(beginning)
    return Watched(
        COURSE, come.reading, come.now, [*come.journal], [*come.notices], [*come.registers]
    )


class AnythingArrives(Arrivals):
    """One course, and whatever people send it."""

    play: Watched
    beginnings: tuple[str, ...]

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """Begin at one of the stages."""
        self.beginning = data.draw(st.sampled_from(self.beginnings))
        self.play, self.oracle = come_to(self.beginning), Oracle()
        self.deliveries: list[Delivery] = []
        self.counted: list[Sent] = []
        self.refused: list[Sent] = []

    @rule(data=st.data(), asleep=st.booleans(), how_many=st.sampled_from([1, 1, 2, 3]))
    def arrive(self, data: st.DataObject, how_many: int, *, asleep: bool) -> None:
        """Commands arrive, in any order, at a case that is awake or was asleep."""
        now = data.draw(wake_ups(self.play), label="now")
        arrived = [data.draw(self._one(now, n)) for n in range(how_many)]
        play, admitted = self.play, list[Command]()
        play.reach(now, asleep=asleep)
        for sent in sorted(arrived, key=lambda s: s.command.counts_from):
            command = sent.command
            play.catch_up(command.counts_from)
            foretold = self.oracle.fate(play, sent)
            judged = play.bring(command)
            assert FATES[type(judged)] is foretold, (play.stage, command, judged)
            if foretold is Fate.ADMITTED:
                self.oracle.counted[command.envelope.command_id] = command
                self.counted.append(sent)
                admitted.append(command)
            elif foretold is Fate.REFUSED:
                self.refused.append(sent)
        play.settle()
        self.deliveries.append(Delivery(now, asleep, tuple(admitted)))

    def _one(self, now: datetime, n: int) -> st.SearchStrategy[Sent]:
        """A new command, or one that was sent before."""
        new = commands(self.play, now, f"c-{len(self.play.journal)}.{n}")
        before = [st.sampled_from(self.refused[-3:])] if self.refused else []
        if self.counted:
            known = st.sampled_from(self.counted[-3:])
            before += [known, known.map(spoilt_again)]
        return st.one_of(*[new] * 9, *before)

    # -- what must always hold -----------------------------------------------------------------

    @invariant()
    def the_course_stands_where_its_documents_have_brought_it(self) -> None:
        """By the books alone, but for the calendar: stage, and who must act."""
        play, book = self.play, Ledger.of(self.play)
        taught = is_taught(play)
        times = [term for term in play.file.terms.values() if term.rule == "C-8.5"]
        over = bool(times) and times[-1].state is TermState.MET

        assert play.stage == book.stage(taught=taught)
        assert play.waiting_on == book.awaited(taught=taught, over=over)
        assert (play.file.decision.outcome if play.file.decision else None) == book.ended

    @invariant()
    def lessons_end_with_the_plan_in_force(self) -> None:
        """And the year counts from there, however late the case looked."""
        terms, book = self.play.file.terms, Ledger.of(self.play)
        year = year_of(self.play)
        if year is not None:
            assert year.starts_on == book.ends_on
        running = [t for t in terms.values() if t.rule == "C-7.2" and t.state is TermState.OPEN]
        assert [term.due_on for term in running if book.in_approval is None] in ([], [book.ends_on])

    @invariant()
    def while_somebody_is_to_be_examined_whoever_is_awaited_is_reminded(self) -> None:
        """Then the time for exams runs, or has run out; C-8.5."""
        play, book = self.play, Ledger.of(self.play)
        if not is_taught(play) or book.ticked or book.ended or not book.plan["certificated"]:
            return
        times = [term for term in play.file.terms.values() if term.rule == "C-8.5"]
        running = [term for term in times if term.is_open]
        assert len(running) <= 1
        assert running or not book.waiting or times[-1].state is TermState.MET
        if running:
            theirs = book.waiting & (book.to_be_judged | book.reported)
            turn = Office.EDUCATION_DIRECTORATE if theirs else Office.PRINCIPAL
            assert running[0].law.awaits == turn

    @invariant()
    def a_certificate_is_earned(self) -> None:
        """By who passed or is exempt, and is active at the end; of nobody else is there a row."""
        book = Ledger.of(self.play)
        earned = {one for one in book.seated if one in book.exempt or book.has_passed(one)}
        entered = {key.split("/")[0] for key in self.play.certificates}
        with_rows = book.ended == "completed" and book.plan["certificated"]
        assert entered == (earned if with_rows else set())

    @override
    def teardown(self) -> None:
        """The outcome follows from the admitted commands alone, and reads the same for ever."""
        if hasattr(self, "play"):
            again = come_to(self.beginning)  # it looks at the same instants, and finds less
            for delivery in self.deliveries:
                again.take(delivery)
            again.reach(self.play.now, asleep=False)
            assert outcome_of(again) == outcome_of(self.play)
            assert_reads_the_same(self.play.reading, self.play.now + timedelta(days=1500))


class WhilePlanned(AnythingArrives):
    """Before the last approval."""

    beginnings = ("planned", "at-branch-manager", "at-district-director")


class WhileTaught(AnythingArrives):
    """Until the last day of the plan in force."""

    beginnings = (
        "closing-approval",
        "last-evening",
        "changing-on-the-last-evening",
        "active",
        "plan-change-approval",
    )


class WhileExamined(AnythingArrives):
    """Until the end approval, with a certificate to gain."""

    beginnings = ("to-be-judged", "exams", "three-failures")


class AtTheEnd(AnythingArrives):
    """Where nobody is examined any more."""

    beginnings = ("uncertificated", "end-approved")


TestWhilePlanned = WhilePlanned.TestCase
TestWhileTaught = WhileTaught.TestCase
TestWhileExamined = WhileExamined.TestCase
TestAtTheEnd = AtTheEnd.TestCase
TestWhilePlanned.settings = TestWhileTaught.settings = settings(
    max_examples=18,
    derandomize=True,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestWhileExamined.settings = settings(TestWhileTaught.settings, max_examples=24)
TestAtTheEnd.settings = settings(TestWhileTaught.settings, max_examples=8)
