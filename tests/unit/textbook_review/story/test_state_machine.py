"""Anything may arrive at a review, at any instant and in any order; only the lawful counts.

Hypothesis sends lawful and unlawful commands around the ends of terms, to a case that is awake or
has slept through them. `oracle` says independently of the gate what must become of each.
"""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from typing_extensions import override

from tests.kit.arrivals import FATES, Arrivals, Delivery, Fate, Sent, outcome_of
from tests.kit.calendars import turkish_calendar
from tests.kit.plays import assert_reads_the_same
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Entry, Opening, Verdict
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Role
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.stages import Stage

from . import reviews, unscored, ways
from .oracle import Oracle, fits
from .reviews import Review
from .senders import (
    LATER,
    commands,
    ends_of_doors,
    filings,
    hands_on,
    last_instant,
    spoilt_again,
    to_be_decided,
    wake_ups,
)
from .tables import SHUT_BY
from .watched import Watched

DOORS = [Stage.CORRECTION, Stage.CONDITIONAL, Stage.GUIDED, Stage.OBJECTION_OPEN]
"""Stages that a lapse ends."""
OFTEN = [*DOORS, "returned", "objected-in-correction", "update-in-correction", Stage.BOARD]
"""Where most plays begin: close to ends of terms."""
A_SECOND = timedelta(seconds=1)


def few_years() -> Opening:
    """What the registers say, with the holidays of the years that a play can reach."""
    calendar = turkish_calendar()
    days = {
        name: {day: why for day, why in getattr(calendar, name).items() if 2026 <= day.year <= 2031}
        for name in ("closed", "half")
    }
    known = calendar.model_copy(update={**days, "covers_until": date(2031, 12, 31)})
    return reviews.opening().model_copy(update={"calendar": known})


def opened(beginning: str = "") -> Watched:
    """A review on the day of its filing."""
    return Watched.opens(REVIEW, reviews.filing(FILED.get(beginning, DRAFT)), few_years())


def _returned() -> Review:
    """A corrected draft that failed the second preliminary review; its return is to be served."""
    review = ways.refiled()
    review.takes_up("2026-05-12T10:00")
    review.examines("2026-05-13T10:00", "type_size")
    return review


def _objected_in_correction() -> Review:
    """An objection that pauses a correction, heard and to be presented to the Board."""
    review = ways.in_correction()
    review.objects("2026-05-04T10:00")
    review.hears("2026-05-05T10:00")
    review.answers("2026-05-18T10:00", 3)
    return review


def _update_in_correction() -> Review:
    """An update with twenty errors, of which any may be contested; served on Monday 27 April."""
    review = unscored.update_reported(20, 4)
    review.serves("T-17.25/1", "2026-04-27T11:00")
    return review


DRAFT = reviews.draft()
UPDATE = reviews.draft(updates=unscored.UPDATED)
FILED = {
    "update": UPDATE,
    "update-in-correction": UPDATE,
    "update-sent-back-twice": UPDATE,
    "translation": reviews.draft(**unscored.TRANSLATION),
}
"""What was filed where it is not the usual draft."""

BEGINNINGS = {
    **{stage.value: way for stage, way in ways.WAYS.items()},
    "returned": _returned,
    "objected-in-correction": _objected_in_correction,
    "update": unscored.update_in_review,
    "update-in-correction": _update_in_correction,
    "update-sent-back-twice": unscored.update_sent_back_twice,
    "translation": unscored.translation_in_review,
}
"""Where a play may begin."""


@cache
def way_to(beginning: str) -> tuple[Delivery, ...]:
    """What brings a review to a beginning, as it was once played."""
    played = BEGINNINGS[beginning]()
    known = {fact.n: fact.known for fact in played.file.facts}
    return tuple(
        Delivery(e.settled_at, asleep=False, arrived=(_sent_once(e, known.get(e.n)),))
        for e in played.journal
        if e.kind in {"command", "closure", "renewal"}
    )


def _sent_once(entry: Entry, known: Any) -> Command:
    assert isinstance(entry.body, dict)
    assert entry.command_id is not None
    envelope = Envelope(command_id=entry.command_id, actor=entry.actor, body=entry.body)
    verdict = None if known is None else Verdict(granted=True, facts=known)
    return Command(
        name=entry.name, envelope=envelope, counts_from=entry.counts_from, verdict=verdict
    )


@cache
def _brought_to(beginning: str) -> Watched:
    play = opened(beginning)
    for delivery in way_to(beginning):
        play.take(delivery)
    return play


def come_to(beginning: str) -> Watched:
    """A review that has come to where a play begins."""
    come = _brought_to(beginning)
    return Watched(
        REVIEW, come.reading, come.now, [*come.journal], [*come.notices], [*come.registers]
    )


class AnythingArrives(Arrivals):
    """One review, and whatever people send it."""

    play: Watched

    @initialize(beginning=st.sampled_from([*OFTEN * 3, *BEGINNINGS]))
    def begin(self, beginning: str) -> None:
        """Begin at any stage of the review."""
        self.beginning, self.play = beginning, come_to(beginning)
        sent = (command for delivery in way_to(beginning) for command in delivery.arrived)
        self.oracle = Oracle({command.envelope.command_id: command for command in sent})
        self.deliveries: list[Delivery] = []
        self.counted: list[Sent] = []
        self.refused: list[Sent] = []

    @rule(data=st.data(), asleep=st.booleans(), how_many=st.sampled_from([1, 1, 2, 3]))
    def arrive(self, data: st.DataObject, how_many: int, *, asleep: bool) -> None:
        """Commands arrive, in any order, at a case that is awake or was asleep."""
        now = data.draw(wake_ups(self.play), label="now")
        self._settle(now, [data.draw(self._one(now, n)) for n in range(how_many)], asleep=asleep)

    @precondition(lambda self: bool(ends_of_doors(self.play)))
    @rule(data=st.data(), early=st.booleans())
    def arrive_over_an_end(self, data: st.DataObject, *, early: bool) -> None:
        """The case sleeps through a term's end; filings of that very instant arrive after it."""
        name, end = data.draw(st.sampled_from(ends_of_doors(self.play)), label="end")
        now = min(
            max(self.play.now, end) + data.draw(st.sampled_from(LATER)), last_instant(self.play)
        )
        ids = [f"d-{len(self.play.journal)}.{n}" for n in range(2)]
        instants = [end + A_SECOND, end if early else end + A_SECOND]
        strategies = (
            filings(self.play, name, at, id_) for at, id_ in zip(instants, ids, strict=True)
        )
        self._settle(now, [data.draw(filing) for filing in strategies], asleep=True)

    @precondition(lambda self: bool(to_be_decided(self.play)))
    @rule(data=st.data())
    def arrive_from_a_hand(self, data: st.DataObject) -> None:
        """Somebody decides who has had a part in the case."""
        name = data.draw(st.sampled_from(to_be_decided(self.play)), label="decision")
        sent = data.draw(hands_on(self.play, name, f"h-{len(self.play.journal)}"))
        self._settle(self.play.now, [sent], asleep=False)

    def _one(self, now: datetime, n: int) -> st.SearchStrategy[Sent]:
        """A new command, or one that was sent before."""
        new = commands(self.play, now, f"c-{len(self.play.journal)}.{n}")
        before = [st.sampled_from(self.refused[-3:])] if self.refused else []
        if self.counted:
            known = st.sampled_from(self.counted[-3:])
            before += [known, known.map(spoilt_again)]
        return st.one_of(new, new, new, *before) if before else new

    def _settle(self, now: datetime, arrived: list[Sent], *, asleep: bool) -> None:
        play = self.play
        play.reach(now, asleep=asleep)
        come, at_the_door = len(play.journal), play.stage in DOORS
        admitted: list[Command] = []
        shut_out: list[Sent] = []
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
                if not admitted and at_the_door and fits(play, command):
                    shut_out.append(sent)
        play.settle()
        assert_nothing_in_time_was_shut_out(play, play.journal[come:], shut_out)
        self.deliveries.append(Delivery(now, asleep, tuple(admitted)))

    # -- what must always hold -----------------------------------------------------------------

    @invariant()
    def a_clock_stands_from_an_act_to_a_service_or_decision(self) -> None:
        """R-T.6, R-T.13: from a filing on, until its return or the Board's decision is served."""
        facts = self.play.file.facts
        filed = {local_day(f.counts_from) for f in facts if f.name in SHUT_BY}
        served = {f.body["served_on"] for f in facts if f.name == "record_service"}
        decided = {f.body["decided_on"] for f in facts if f.name == "record_board_decision"}
        runs_on = {"ön inceleme": served, "itiraz": served | decided}
        for pause in (p for term in self.play.file.terms.values() for p in term.pauses):
            assert pause.starts_on in filed
            assert pause.ends_on is None or pause.ends_on.isoformat() in runs_on[pause.reason]

    @override
    def teardown(self) -> None:
        """The outcome follows from the admitted commands alone, and reads the same for ever."""
        if hasattr(self, "play"):
            again = come_to(self.beginning)  # it looks at the same instants, and finds less
            for delivery in self.deliveries:
                again.take(delivery)
            again.reach(self.play.now, asleep=False)
            assert outcome_of(again) == outcome_of(self.play)
            assert_reads_the_same(self.play.reading, self.play.now.replace(year=2032))


def assert_nothing_in_time_was_shut_out(
    play: Watched, since: list[Entry], refused: list[Sent]
) -> None:
    """No lapse takes effect over a filing that was received in time and came with it."""
    for lapse in (entry for entry in since if entry.kind == "lapse"):
        term = play.term(lapse.name)
        assert term.due_at is not None
        for sent in refused:
            if sent.intact and term.rule in SHUT_BY.get(sent.command.name, ()):
                came = sent.command.counts_from
                in_time = term.starts_on <= local_day(came) and came <= term.due_at
                assert not (in_time and sent.command.envelope.actor.role == Role.APPLICANT), sent


TestAnythingArrives = AnythingArrives.TestCase
TestAnythingArrives.settings = settings(
    max_examples=60,
    derandomize=True,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
