"""Whose registers and lists are printed as a whole, and of which side."""

from starter.api.access.policy import Grant, Scope
from starter.forms.exports import TITLES
from starter.pages.books import KUTUK, books_for, side_of
from starter.pages.words import has_words


def a_grant(role: str, scope: Scope, institution: str | None = None) -> Grant:
    return Grant(role=role, id="x", institution=institution, scope=scope, processes=("agreement",))


DISTRICT = a_grant("district-directorate", "institution", "ornek-ilce")


def test_a_side_prints_its_own_register_of_agreements_alone() -> None:
    assert books_for([DISTRICT]) == [KUTUK]
    assert side_of([DISTRICT]) == "district-directorate/ornek-ilce"
    assert side_of([a_grant("ministry", "all")]) is None


def test_the_lists_of_a_year_are_for_those_who_draw_them_up() -> None:
    assert books_for([a_grant("presidency", "all")]) == list(TITLES)
    assert books_for([a_grant("principal", "institution", "KURS-17")]) == []
    assert side_of([a_grant("principal", "institution", "KURS-17")]) == ""  # that of nobody


def test_each_of_them_has_a_name() -> None:
    assert all(has_words(f"book/{name}") for name in (KUTUK, *TITLES))
