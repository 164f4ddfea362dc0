"""The rulebook: figures, editions, what-if changes."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from workflows.kernel.law.rulebook import (
    Keys,
    NotInForce,
    Rulebook,
    edition_on,
    load_editions,
    with_figures,
)
from workflows.kernel.law.term import Expiry, OnEnd, Roll, Unit

BOOK = """
process = "textbook-review"

[[edition]]
edition = "2010"
in_force_from = 2010-01-01

[edition.terms.correction]
description = "The draft is corrected and filed again."
rule = "T-17.15b"
name = {tr = "düzeltme", en = "correction"}
article = "m.17(15)"
length = 20
unit = "calendar-days"
expiry = "close-of-business"
on_end = "lapse"
awaits = "applicant"
reminders = [10, 3, 0]
pausable = true

[edition.figures]
score.reject_below = {value = 75, rule = "T-17.12", unit = "point", description = "…"}
score.board_from = {value = 89.99, rule = "R-T.2", unit = "point", description = "…"}
correction.pause_in_prelim = {value = true, rule = "R-T.6", unit = "flag", description = "…"}

[edition.figures.forma]
pages = {value = 16, rule = "T-15.1b", unit = "page", description = "…"}
rounding = {value = "NONE", rule = "R-T.2", unit = "text", description = "…"}

[[edition]]
edition = "2011-06"
in_force_from = 2011-06-11
amends = "2010"
terms.correction.length = 30
figures.score.reject_below = {value = "74.5", rule = "T-17.12"}
agenda.remind_at = 08:00:00
"""

FIRST, SECOND = load_editions(BOOK)


# -- editions --------------------------------------------------------------------------------------


def test_an_edition_is_read_as_it_is_written() -> None:
    row = FIRST.term("correction")

    assert (FIRST.process, FIRST.edition, FIRST.in_force_from) == (
        "textbook-review",
        "2010",
        date(2010, 1, 1),
    )
    assert (row.rule, row.length, row.unit) == ("T-17.15b", 20, Unit.CALENDAR_DAYS)
    assert (row.expiry, row.roll, row.on_end) == (
        Expiry.CLOSE_OF_BUSINESS,
        Roll.NEXT,
        OnEnd.LAPSE,
    )
    assert (row.name["tr"], row.reminders, row.pausable) == ("düzeltme", (10, 3, 0), True)
    assert FIRST.figures == {
        "score.reject_below": 75,
        "score.board_from": "89.99",
        "correction.pause_in_prelim": True,
        "forma.pages": 16,
        "forma.rounding": "NONE",
    }
    assert FIRST.rules["correction.pause_in_prelim"] == "R-T.6"
    assert set(FIRST.rules) == set(FIRST.figures)


def test_figures_are_read_by_their_kind_and_never_as_floats() -> None:
    assert FIRST.number("score.reject_below") == Decimal(75)
    assert FIRST.number("score.board_from") == Decimal("89.99")
    assert FIRST.count("forma.pages") == 16
    assert FIRST.flag("correction.pause_in_prelim") is True
    assert FIRST.text("forma.rounding") == "NONE"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        pytest.param("number", "correction.pause_in_prelim", id="a flag is not a decimal"),
        pytest.param("count", "correction.pause_in_prelim", id="a flag is not a number"),
        pytest.param("count", "score.board_from", id="a decimal is not a whole number"),
        pytest.param("flag", "forma.pages", id="a number says neither yes nor no"),
        pytest.param("text", "forma.pages", id="a number is not a word"),
    ],
)
def test_a_figure_of_another_kind_is_refused(kind: str, name: str) -> None:
    with pytest.raises(TypeError, match=name):
        getattr(FIRST, kind)(name)


@pytest.mark.parametrize("kind", ["number", "count", "flag", "text", "term"])
def test_a_name_that_the_edition_does_not_know_is_not_in_force(kind: str) -> None:
    with pytest.raises(NotInForce, match=r"rulebook textbook-review 2010 has no .* 'korrektur'"):
        getattr(FIRST, kind)("korrektur")


def test_an_amendment_changes_what_it_names_and_nothing_else() -> None:
    assert SECOND.term("correction") == FIRST.term("correction").model_copy(update={"length": 30})
    assert SECOND.figures == {**FIRST.figures, "score.reject_below": "74.5"}
    assert SECOND.agenda == FIRST.agenda.model_copy(update={"remind_at": time(8)})
    assert FIRST.term("correction").length == 20


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        pytest.param(date(2010, 1, 1), "2010", id="first day"),
        pytest.param(date(2011, 6, 10), "2010", id="the day before the amendment"),
        pytest.param(date(2011, 6, 11), "2011-06", id="the day of the amendment"),
        pytest.param(date(2031, 3, 10), "2011-06", id="today's cases"),
    ],
)
def test_a_case_gets_the_edition_of_its_day(day: date, edition: str) -> None:
    assert edition_on([SECOND, FIRST], day).edition == edition


def test_before_the_first_edition_there_is_no_case() -> None:
    with pytest.raises(NotInForce, match="2009-12-31, only from 2010-01-01 on"):
        edition_on((FIRST, SECOND), date(2009, 12, 31))
    with pytest.raises(NotInForce, match="no edition is in force"):
        edition_on((), date(2031, 1, 1))


def test_editions_of_several_processes_are_not_mixed() -> None:
    other = FIRST.model_copy(update={"process": "course"})

    with pytest.raises(ValueError, match="several processes"):
        edition_on((FIRST, other), date(2031, 1, 1))


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        pytest.param("[[edition]", "array", id="no TOML"),
        pytest.param(
            '[[edition]]\nprocess = "p"\nedition = "1"\nin_force_from = 2010-01-01\n'
            "figures.forma.pages = 16",
            "figure forma.pages names no rule",
            id="a figure without a rule",
        ),
        pytest.param(
            '[[edition]]\nprocess = "p"\nedition = "1"\nin_force_from = 2010-01-01\nlenght = 3',
            "lenght",
            id="an unknown key",
        ),
        pytest.param(
            '[[edition]]\nprocess = "p"\nedition = "1"\nin_force_from = 2010-01-01\n'
            '[[edition]]\nprocess = "p"\nedition = "1"\nin_force_from = 2011-01-01',
            "'1' of p is written twice",
            id="two of one name",
        ),
        pytest.param(
            '[[edition]]\nprocess = "p"\nedition = "1"\nin_force_from = 2010-01-01\n'
            '[[edition]]\nprocess = "p"\nedition = "2"\namends = "1"',
            "on the same day",
            id="two of one day",
        ),
        pytest.param(
            '[[edition]]\nprocess = "p"\nedition = "2"\namends = "1"',
            "amends '1', which is not written above it",
            id="an amendment of nothing",
        ),
        pytest.param('[[edition]]\nprocess = "p"\nedition = "1"', "in_force_from", id="no day"),
    ],
)
def test_a_rulebook_with_a_slip_in_it_is_not_read(toml: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=f"(?i){complaint}"):
        load_editions(toml)


# -- what a process reads --------------------------------------------------------------------------

READ = Keys(terms=frozenset(FIRST.terms), figures=frozenset(FIRST.figures))


def test_an_edition_with_exactly_what_is_read_is_in_order() -> None:
    FIRST.require(READ)
    SECOND.require(READ)


@pytest.mark.parametrize(
    ("terms", "figures", "complaint"),
    [
        ({"correction", "objection"}, FIRST.figures, "has no term 'objection'"),
        (set(), FIRST.figures, "nobody reads term 'correction'"),
        ({"correction"}, {*FIRST.figures, "forma.page"}, "has no figure 'forma.page'"),
        (
            {"correction"},
            {"forma.page", *FIRST.figures} - {"forma.pages"},
            "has no figure 'forma.page', nobody reads figure 'forma.pages'",
        ),
    ],
)
def test_a_name_that_only_one_side_knows_is_refused(
    terms: set[str], figures: set[str], complaint: str
) -> None:
    keys = Keys(terms=frozenset(terms), figures=frozenset(figures))

    with pytest.raises(ValueError, match=f"^rulebook textbook-review 2010: {complaint}$"):
        FIRST.require(keys)


def test_a_term_names_no_role_that_its_process_does_not_have() -> None:
    named = FIRST.term("correction")
    book = FIRST.model_copy(
        update={"terms": {"correction": named.model_copy(update={"escalates_to": ("boss",)})}}
    )
    book.require_roles(["applicant", "boss"])

    with pytest.raises(ValueError, match=r"term 'correction' names 'boss', which is no role"):
        book.require_roles(["applicant"])


# -- rows of figures -------------------------------------------------------------------------------


def row(written: str) -> Rulebook:
    """An edition with one figure, as it is read from its row."""
    head = 'process = "p"\n[[edition]]\nedition = "1"\nin_force_from = 2010-01-01\n'
    return load_editions(f"{head}figures.a.b = {{{written}}}")[0]


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("page", "16"),
        ("point", "74.5"),
        ("point", '"74.5"'),
        ("percent", "0"),
        ("flag", "false"),
        ("text", '"NONE"'),
        ("date", '"2020-04-16"'),
        ("grade", "[9, 10]"),
        ("text", '["turkce", "resim"]'),
    ],
)
def test_a_figure_is_written_in_its_unit(unit: str, value: str) -> None:
    book = row(f'value = {value}, unit = "{unit}", rule = "T-1", description = "…"')

    assert (set(book.figures), book.rules) == ({"a.b"}, {"a.b": "T-1"})


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        pytest.param("page", "true", id="a flag in pages"),
        pytest.param("page", '"sixteen"', id="a word in pages"),
        pytest.param("flag", "1", id="a number as a flag"),
        pytest.param("text", "16", id="a number as a word"),
        pytest.param("date", '"16.4.2020"', id="a day in other letters"),
        pytest.param("date", "2020", id="a year as a day"),
        pytest.param("grade", '[9, "ten"]', id="one of a list"),
        pytest.param("text", '["turkce", "turk dili"]', id="two words as one"),
        pytest.param("text", "[]", id="an empty list"),
        pytest.param("fortnight", "2", id="an unknown unit"),
    ],
)
def test_a_figure_that_is_not_in_its_unit_is_not_read(unit: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"figure a\.b: .*(is not in|not one word|unit Input)"):
        row(f'value = {value}, unit = "{unit}", rule = "T-1", description = "…"')


@pytest.mark.parametrize("lacks", ["unit", "rule", "description"])
def test_a_figure_has_a_unit_a_rule_and_a_description(lacks: str) -> None:
    parts = {"value": "16", "unit": '"page"', "rule": '"T-1"', "description": '"…"'}
    del parts[lacks]

    with pytest.raises(ValueError, match=rf"figure a\.b: {lacks} Field required; write"):
        row(", ".join(f"{name} = {part}" for name, part in parts.items()))


def test_a_term_has_a_description() -> None:
    with pytest.raises(ValueError, match="term correction has no description"):
        load_editions(BOOK.replace("description = ", "note = ", 1))


def test_a_list_is_recorded_as_one_text_and_read_in_its_parts() -> None:
    book = row('value = ["turkce", "resim"], unit = "text", rule = "T-1", description = "…"')

    assert book.figures == {"a.b": "turkce resim"}
    assert book.words("a.b") == ("turkce", "resim")


def test_units_and_descriptions_are_not_recorded() -> None:
    reworded = BOOK.replace("…", "Other words.").replace('unit = "page"', 'unit = "line"')

    assert reworded != BOOK
    assert load_editions(reworded) == (FIRST, SECOND)


def test_two_processes_may_share_a_file() -> None:
    toml = """
    [[edition]]
    process = "textbook-review"
    edition = "1"
    in_force_from = 2010-01-01
    [[edition]]
    process = "textbook-in-use"
    edition = "1"
    in_force_from = 2010-01-01
    """

    assert {(e.process, e.edition) for e in load_editions(toml)} == {
        ("textbook-review", "1"),
        ("textbook-in-use", "1"),
    }


def test_a_rulebook_survives_the_journey_through_json() -> None:
    assert Rulebook.model_validate_json(SECOND.model_dump_json()) == SECOND


# -- what if ---------------------------------------------------------------------------------------


def test_a_changed_edition_says_so_and_leaves_the_first_as_it_was() -> None:
    changed = with_figures(
        SECOND,
        {
            "terms.correction.length": 20,
            "figures.score.reject_below": "70",
            "agenda.remind_at": "10:00:00",
        },
    )

    assert changed.edition == "2011-06+changed"
    assert changed.term("correction").length == 20
    assert changed.number("score.reject_below") == Decimal(70)
    assert changed.agenda.remind_at == time(10)
    assert changed.rules == SECOND.rules
    assert SECOND.term("correction").length == 30
    assert with_figures(changed, {"terms.correction.length": 25}).edition == "2011-06+changed"


def test_no_change_is_no_changed_edition() -> None:
    assert with_figures(SECOND, {}) == SECOND


@pytest.mark.parametrize(
    "path",
    [
        "terms.korrektur.length",
        "terms.correction.lenght",
        "terms.correction.length.days",
        "figures.score",
        "figures.forma.page",
        "rules.forma.pages",
        "terms",
        "edition",
    ],
)
def test_a_change_of_nothing_is_refused(path: str) -> None:
    with pytest.raises(NotInForce, match=f"nothing named '{path}'"):
        with_figures(SECOND, {path: 1})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("terms.correction.length", 0, id="no days"),
        pytest.param("terms.correction.length", "thirty", id="a word"),
        pytest.param("terms.correction.unit", "fortnights", id="an unknown unit"),
        pytest.param("agenda.settle_after_working_days", -1, id="settled before it ended"),
    ],
)
def test_a_change_that_does_not_fit_is_refused(path: str, value: Any) -> None:
    with pytest.raises(ValidationError, match=path.rpartition(".")[2]):
        with_figures(SECOND, {path: value})
