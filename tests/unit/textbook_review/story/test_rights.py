"""What an applicant may do is what the last letter says, with its last day (T-17.23, S-N).

And no letter promises what is refused.
Reviews are played at random along the main way and beside it. After every act the letters are read
as their addressee has them: nothing here asks the story what it waits for.
"""

from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.kit.plays import Play
from workflows.kernel.case.records import Notice
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.law.term import Term
from workflows.kernel.roles import Role
from workflows.textbook_review.stages import Stage

from . import reviews, unscored, ways
from .places import to_be_served, unscored_as
from .reviews import DELIVERED, Body, Review

REMEDY_OF: Final = {
    "T-17.15b": "submit_corrected_draft",
    "T-17.13": "submit_corrected_draft",
    "T-17.25": "submit_corrected_draft",
    "T-17.18b": "submit_conditional_corrections",
    "T-17.18c": "submit_guided_corrections",
    "T-22.1": "file_objection",
}
"""Rule of a term that runs for the applicant, to what it may send meanwhile."""

BEGINNINGS: Final[dict[str, Callable[[], Review]]] = {
    "scored": ways.in_first_review,
    "corrected": ways.in_correction,
    "passed": ways.in_second_review,
    "presented": ways.before_board,
    "conditional": ways.conditional,
    "update": unscored.update_in_review,
    "translation": unscored.translation_in_review,
}


def to_applicant(play: Play) -> list[Notice]:
    return [n for n in play.notices if n.addressee == Role.APPLICANT]


def running(play: Play) -> list[Term]:
    """The rights that are open and have a last day still to come, as the case file has them."""
    return [
        term
        for term in play.file.open_terms
        if term.rule in REMEDY_OF and term.due_at is not None and play.now <= term.due_at
    ]


def named_days(notice: Notice) -> dict[str, str]:
    """What a letter says of last days: rule of the term, and its last instant."""
    facts: Any = notice.facts
    if notice.template == "days_running":
        return {period["rule"]: period["until_at"] for period in facts["periods"]}
    if notice.template == "corrections_incomplete":
        return {notice.rule: facts["until_at"]}
    if notice.template == "reminder" and notice.rule in REMEDY_OF:
        return {notice.rule: facts["due_at"]}
    return {}


def document(play: Play, name: str) -> Body:
    if name != "file_objection":
        return DELIVERED
    return reviews.contested(1, paid="50700.00", paid_on="2026-03-09")


def assert_rights_are_told(play: Review) -> None:
    """Each open right is named, with its day, by the last letter that speaks of it."""
    for term in running(play):
        said = [day for n in to_applicant(play) if (day := named_days(n).get(term.rule))]
        assert said, term.key
        assert term.due_at is not None
        assert said[-1] == term.due_at.isoformat(), term.key


def assert_promises_are_kept(play: Review) -> None:
    """Whatever the letters name with a day still to come is admitted if it is sent now."""
    last: dict[str, str] = {}
    for notice in to_applicant(play):
        last |= named_days(notice)
    open_now = {term.rule for term in running(play)}
    for rule in open_now & last.keys():
        name = REMEDY_OF[rule]
        now = play.now.replace(tzinfo=None).isoformat()
        known: Body = {"coefficient": "1.30"}
        sent = play.command(name, Role.APPLICANT, now, document(play, name), known=known)
        judged = gate.admit(play.reading, sent, play.now)
        assert isinstance(judged, Admitted), (play.stage, rule, judged)


def assert_nothing_is_offered_twice(play: Review) -> None:
    """No letter offers an objection to whoever has made the one there is (R-T.13)."""
    objected = [fact.counts_from for fact in play.file.facts if fact.name == "file_objection"]
    for notice in to_applicant(play):
        if objected and notice.facts.get("may_object"):
            assert notice.dated_at <= max(objected)


# -- plays -------------------------------------------------------------------------------------


def _scores(play: Review, draw: Any, now: str) -> None:
    if unscored_as(play) == "updates":
        errors = draw(st.sampled_from([0, 20]))
        play.updates(now, errors, min(errors, 3))
    elif unscored_as(play) == "translation_of":
        unscored.reports_on_translation(play, now, 2)
    else:
        play.scores(now, draw(st.sampled_from(["70.00", "82.40", "88.00", "92.00"])))


def _evaluates(play: Review, draw: Any, now: str) -> None:
    agrees = draw(st.booleans())
    more: Body = {}
    if play.stage == Stage.SECOND_EVALUATION and unscored_as(play) is None:
        below = float(play.score_before()) < 90
        more = {"below_90": below is agrees}
    findings = draw(st.sampled_from([0, 25]))
    errors = min(findings, 4)
    play.evaluates(now, agrees=agrees, scientific_errors=errors, findings=findings, **more)


def _serves(play: Review, _: Any, now: str) -> None:
    occasion = to_be_served(play)
    by = "books-branch" if occasion.startswith("T-13.4") else "review-department"
    play.serves(occasion, now, by=by)


def _decides(play: Review, draw: Any, now: str) -> None:
    rulings = ["re-review", "correction", "not-suitable", "conditional", "accept"]
    ruling = draw(st.sampled_from(rulings))
    name, body = "record_board_decision", reviews.ruled(ruling, decided_on=now[:10])
    play.judge(play.command(name, "board", now, body))


def _hears(play: Review, _: Any, now: str) -> None:
    if play.waiting_on == "presidency":
        play.hears(now)
    else:
        scored = unscored_as(play) is None
        score = {} if scored else {"score": None}
        play.answers(now, scientific_errors=0, **score)


def _selects(play: Review, _: Any, now: str) -> None:
    match play.waiting_on:
        case "review-department":
            play.proposes(now)
        case "presidency" if unscored_as(play) == "translation_of":
            unscored.translators(play, now)
        case "presidency":
            play.approves(now)
        case "directorate":
            play.orders(now)
        case _:
            _scores(play, None, now)


def _examines(play: Review, draw: Any, now: str) -> None:
    taken = [n for n, fact in enumerate(play.file.facts) if fact.name == "take_up"]
    reported = [n for n, f in enumerate(play.file.facts) if f.name == "record_preliminary_report"]
    if len(taken) == len(reported):
        play.takes_up(now)
    else:
        play.examines(now, *(["type_size"] if draw(st.booleans()) else []))


def _files(play: Review, _: Any, now: str) -> None:
    """The applicant hands in what is awaited; too late it is refused."""
    name = next(e.command for e in play.reading.awaited)
    play.judge(play.command(name, Role.APPLICANT, now, DELIVERED))


MOVES: Final[dict[str, Callable[[Review, Any, str], object]]] = {
    Stage.FIRST_REVIEW: _scores,
    Stage.SECOND_REVIEW: _scores,
    Stage.EVALUATION: _evaluates,
    Stage.SECOND_EVALUATION: _evaluates,
    Stage.RE_EVALUATION: _evaluates,
    Stage.AWAITING_SERVICE: _serves,
    Stage.FOLLOW_UP: lambda play, _, now: play.signs(now),
    Stage.BOARD: _decides,
    Stage.OBJECTION: _hears,
    Stage.SECOND_PRELIMINARY: _examines,
    Stage.CONDITIONAL: _files,
    Stage.GUIDED: _files,
    Stage.CONDITIONAL_CHECK: lambda play, draw, now: play.checks(
        now, draw(st.sampled_from([0, 2])), reflected=draw(st.booleans())
    ),
    Stage.GUIDED_CHECK: lambda play, draw, now: play.finishes(now, completed=draw(st.booleans())),
    Stage.CORRECTION: _files,
}
"""What brings a review on from a stage; nothing: time alone."""


def goes_on(play: Review, draw: Any) -> None:
    """One step: an act of whoever is awaited, an objection, a decree, or some days of silence."""
    now = play.soon
    kind = draw(st.sampled_from(["moves"] * 5 + ["objects", "sleeps", "decree"]))
    if kind == "sleeps":
        days = draw(st.sampled_from([1, 4, 9, 16]))
        until = play.now.replace(tzinfo=None).fromordinal(play.now.toordinal() + days)
        return play.until(until.isoformat())
    if kind == "decree":
        due = sorted(term.due_on for term in running(play) if term.due_on)
        day = (due or [play.now.date()])[0].isoformat()
        body: Body = {"days": {day: "idari izin"}, "decree_no": f"2026/{len(play.journal)}"}
        play.judge(play.command("decree_closure", "ministry", now, body))
        return None
    if kind == "objects":
        known: Body = {"coefficient": "1.30"}
        body = document(play, "file_objection")
        play.judge(play.command("file_objection", Role.APPLICANT, now, body, known=known))
        return None
    move = MOVES.get(play.stage)
    if move is None:
        play.until(now)
    elif play.stage == Stage.RE_REVIEW:
        _selects(play, draw, now)
    else:
        move(play, draw, now)
    return None


@pytest.mark.rule("T-17.23", "S-N", "R-T.4", "R-T.13", "T-22.1")
@pytest.mark.parametrize("beginning", BEGINNINGS)
@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_whatever_is_open_is_told_with_its_day_and_whatever_is_told_is_open(
    beginning: str, data: st.DataObject
) -> None:
    play = BEGINNINGS[beginning]()
    for _ in range(data.draw(st.integers(4, 22), "steps")):
        if play.outcome is not None or play.now.year > 2028:
            break
        goes_on(play, data.draw)
        assert_rights_are_told(play)
        assert_promises_are_kept(play)
        assert_nothing_is_offered_twice(play)
