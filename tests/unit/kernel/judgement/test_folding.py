"""The journal can tell the case again: act by act in every play, and whole cases here."""

from collections.abc import Callable

import pytest

from tests.kit.permits import ANSWER, PERMIT, answering
from tests.kit.plays import Play, assert_folds
from tests.unit.agreement.story import cases as agreements
from tests.unit.course.story import cases as courses
from tests.unit.partnership import years as partnerships
from tests.unit.textbook_review.story import ways as reviews
from workflows.kernel.case.records import Begun
from workflows.kernel.judgement.folding import JournalDiffers, fold
from workflows.kernel.roles import Role

CASES: dict[str, Callable[[], Play]] = {
    "review, refused": reviews.objected,
    "review, corrected": reviews.in_second_evaluation,
    "review, presented": reviews.in_re_evaluation,
    "course": courses.completed,
    "course, changed": courses.changing,
    "course, closing": courses.closing,
    "agreement": agreements.in_force,
    "partnership": partnerships.reporting,
}


def answered() -> Play:
    play = answering()
    play.send("answer", Role.APPLICANT, "2031-04-10T11:00", ANSWER)
    play.alone()
    return play


@pytest.mark.parametrize("told", CASES.values(), ids=CASES.keys())
def test_a_journal_tells_its_case_again(told: Callable[[], Play]) -> None:
    """Design §9: folding a case's entries through the gate gives its file, hash for hash."""
    play = told()
    play.alone()

    assert_folds(_kept(play), play)


def test_a_case_that_has_forgotten_its_applicant_is_told_without_knowing_them() -> None:
    """What is kept of the beginning is what the case still knows; no publisher is in it."""
    play = reviews.in_second_evaluation()
    first, later = play.begun
    assert (first.start.body, first.start.actor) != (later.start.body, later.start.actor)

    assert_folds(_kept(play), play)


@pytest.mark.parametrize(
    ("place", "field", "value"),
    [(0, "name", "file"), (2, "rule", "L-9"), (3, "kind", "command"), (-1, "body", {"text": "no"})],
)
def test_a_changed_entry_does_not_come_out_as_it_was_hashed(
    place: int, field: str, value: object
) -> None:
    play = answered()
    changed = play.journal[place].model_copy(update={field: value})
    play.journal[place] = changed

    with pytest.raises(JournalDiffers) as differs:
        fold(PERMIT, play.file.case_id, play.begun[0], play.journal)
    assert differs.value.n in {changed.n, changed.n + 1}


def test_an_empty_journal_tells_nothing() -> None:
    play = answered()
    with pytest.raises(JournalDiffers, match="entry 1: the journal is empty"):
        fold(PERMIT, play.file.case_id, play.begun[0], ())


def _kept(play: Play) -> Begun:
    """Return the beginning as the database keeps it: as little as the case knows of it now."""
    return play.begun[0].as_known(play.begun[-1])
