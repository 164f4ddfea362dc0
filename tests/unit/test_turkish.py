"""Refusals in Turkish: every text that the code says has its translation, which is found."""

import re
import tomllib
from pathlib import Path

import pytest

from starter.client.wording import CATALOGUE, PLACE, catalogues, in_turkish
from starter.runtime.migrate import PROJECT
from tests.kit.wording import Text, texts

ENGLISH = re.compile(
    r"\b(the|of|is|was|are|were|has|have|with|without|from|that|this|which|who|not|only|been|"
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
