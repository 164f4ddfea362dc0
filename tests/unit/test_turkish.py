"""Refusals in Turkish: every text that the code says has its translation, which is found."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from starter.client.answers import NotFound, OutOfReach
from starter.client.wording import CATALOGUE, PLACE, catalogues, fault_in, in_turkish
from starter.runtime.migrate import PROJECT
from starter.runtime.problem import StackProblem
from tests.kit.wording import Text, texts

ENGLISH = re.compile(
    r"\b(the|of|is|was|are|were|has|have|with|without|from|that|this|which|who|only|been|"
    r"and|or|its|it|by|for|before|after|until|every|each|there|they|may|must)\b",
)
"""Words that no Turkish sentence has (as Turkish words have other letters or none of these)."""


CODE = re.compile(r"`[^`]*`")
"""What is typed as it stands."""


def room_of(text: Text) -> Path:
    """Return the folder whose catalogue has a text."""
    parts = text.path.relative_to(PROJECT).parts
    return PROJECT.joinpath(*(parts[:2] if parts[0] == "workflows" else parts[:1]))


def filled(text: str) -> str:
    return PLACE.sub("1071", text)


@cache
def read(path: Path) -> dict[str, str]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parent.name)
def test_each_translation_is_of_a_text_that_the_code_says_and_names_the_same_values(
    path: Path,
) -> None:
    said = {text.said for text in texts() if room_of(text) == path.parent}
    for english, turkish in read(path).items():
        assert english in said, "nobody says this any more"
        assert {*PLACE.findall(english)} == {*PLACE.findall(turkish)}, english
        assert not ENGLISH.search(CODE.sub("", PLACE.sub("", turkish))), turkish


def test_every_text_of_a_refusal_has_its_turkish() -> None:
    missing = [
        f"{room_of(text).name}/{CATALOGUE}: {text.said!r} ({text.path.name}:{text.line})"
        for text in texts()
        if not read(room_of(text) / CATALOGUE).get(text.said)
    ]
    assert not missing, "\n".join(missing[:40])


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parent.name)
def test_each_text_finds_its_own_translation(path: Path) -> None:
    for english, turkish in read(path).items():
        assert in_turkish(filled(english)) == filled(turkish)


@pytest.mark.parametrize(
    ("said", "turkish"),
    [
        ("served on 2031-05-26, which is still to come",
         "tebliğ günü olarak yazılan 26 Mayıs 2031 henüz gelmedi"),
        ("received at 2031-03-10T09:30:00+03:00, after the term ended",
         "süre bittikten sonra geldi: 10 Mart 2031 09.30"),
        ("its roles are registry, minister and review-commission",
         "bu dosyadaki sıfatlar: evrak kaydı, Bakan ve inceleme komisyonu"),
        ("fee.paid_on: Field required", "fee.paid_on: Bu alan zorunludur"),
        ("fee.amount: Input should be greater than 0", "fee.amount: 0 değerinden büyük olmalı"),
        ("result: Value error, a no needs its reasons",
         "result: olumsuz kararın gerekçesi yazılmalı"),
        ("result: something that pydantic says anew", "result: something that pydantic says anew"),
    ],
)  # fmt: skip
def test_values_are_written_as_turkish_readers_have_them(said: str, turkish: str) -> None:
    assert in_turkish(said) == turkish


def test_an_act_is_called_as_its_own_process_calls_it() -> None:
    said = "p-1 has a hand in file_application of this case"
    assert "“Başvuru”" in in_turkish(said, "textbook-review")
    assert "“Eğitim aracı başvurusu”" in in_turkish(said, "education-tool-review")


def test_a_fault_is_told_in_the_language_of_its_reader() -> None:
    unknown = NotFound("course-2031-0042")
    assert fault_in(unknown, "en") == "course-2031-0042 was never opened"
    assert fault_in(unknown, "tr") == "course-2031-0042 hiç açılmadı"
    assert fault_in(OutOfReach("the database does not answer"), "tr") == "veritabanı cevap vermiyor"
    no_port = StackProblem("VADE_API_PORT is 'x'.", "Set a port number.")
    assert fault_in(no_port, "tr") == "VADE_API_PORT değeri: 'x'. Bir port numarası verin."
