"""The form in which a case file is carried, and those of earlier releases (design: "Release")."""

from datetime import date
from typing import Any

import pytest

from tests.kit.plays import Play
from tests.unit.agreement.story import cases as agreements
from tests.unit.textbook_review.story import ways as reviews
from workflows.kernel.case.file import CaseFile
from workflows.kernel.display import view
from workflows.kernel.law.term import kept_explained


def said_in_full(file: CaseFile) -> dict[str, Any]:
    """The file as an earlier release carried it: each fact and each law written out."""
    return {
        **file.model_dump(mode="json"),
        "facts": [fact.model_dump(mode="json") for fact in file.facts],
        "terms": {key: term.model_dump(mode="json") for key, term in file.terms.items()},
    }


def reported() -> Play:
    """An agreement with closed reporting periods, whose facts the case has found by itself."""
    play = agreements.in_force()
    play.until("2026-12-31T10:00")
    return play


@pytest.mark.parametrize("way", [reported, reviews.objected, reviews.held])
def test_a_file_that_says_all_in_full_is_read_alike(way: Any) -> None:
    file = way().file
    carried = file.model_dump(mode="json")

    assert CaseFile.model_validate(said_in_full(file)) == file
    assert CaseFile.model_validate(carried) == file
    assert len(str(carried)) < len(str(said_in_full(file)))


def test_a_law_that_is_no_row_of_the_rulebook_is_carried_in_full() -> None:
    file = reported().file
    key, term = next(iter(file.terms.items()))
    foreign = term.model_copy(update={"law": term.law.model_copy(update={"article": "m.1"})})
    changed = file.model_copy(update={"terms": {**file.terms, key: foreign}})

    assert CaseFile.model_validate(changed.model_dump(mode="json")) == changed


def test_the_dates_of_a_closed_term_are_explained_as_when_it_was_open() -> None:
    play = agreements.in_force()
    calendar = play.file.calendar
    before = [view.term_view(t, calendar, "tr").steps for t in play.file.open_terms]
    keys = [t.key for t in play.file.open_terms]
    play.until("2027-08-31T10:00")
    now = [view.term_view(play.term(key), calendar, "tr").steps for key in keys]

    assert play.term(keys[0]).steps == ()
    assert now == before


def test_a_decree_does_not_rewrite_how_a_closed_term_was_counted() -> None:
    play = reported()
    calendar = play.file.calendar
    term = next(t for t in play.file.terms.values() if not t.is_open)
    assert term.due_on is not None
    later = calendar.closed_also({term.due_on: "idari izin"})
    elsewhere = calendar.closed_also({date(2030, 5, 2): "idari izin"})
    kept = kept_explained(term, calendar, later)

    assert kept_explained(term, calendar, elsewhere) is term
    assert view.term_view(term, later, "tr").steps != view.term_view(term, calendar, "tr").steps
    assert view.term_view(kept, later, "tr").steps == view.term_view(term, calendar, "tr").steps
