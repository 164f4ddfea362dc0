"""One dictionary: what a form, a list or a journal names, it names in the reader's language."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starter.client.processes import PROCESSES
from starter.pages import words
from starter.pages.fields import has_word
from starter.pages.form import DEEPEST
from starter.pages.routes.acting import START, form_of
from workflows.kernel.case.standing_commands import STANDING

PAGES = Path(words.__file__).parent
CODE = re.compile(r"P-\d+")


def named() -> tuple[set[str], set[str]]:
    """All fields and values that a form may draw."""
    fields: set[str] = set()
    values: set[str] = set()
    for process in PROCESSES.values():
        commands = (*(s.name for s in process.commands), *(k.command for k in STANDING))
        for command in (START, *commands):
            form = form_of(process.name, command)
            for kind, name in _walk(form.schema, form.defs, 0):
                (fields if kind == "field" else values).add(name)
    return fields, values


def _walk(schema: Any, defs: Any, depth: int) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST or not isinstance(schema, dict):
        return
    if "$ref" in schema:
        yield from _walk(defs[schema["$ref"].rpartition("/")[2]], defs, depth + 1)
    for value in schema.get("enum", ()):
        yield "value", str(value)
    for name, of in schema.get("properties", {}).items():
        yield "field", name
        yield from _walk(of, defs, depth + 1)
    inner = [*schema.get("anyOf", ()), schema.get("items"), schema.get("propertyNames")]
    for of in (*inner, schema.get("additionalProperties")):
        yield from _walk(of, defs, depth + 1)


FIELDS, VALUES = named()


def test_every_field_and_value_of_a_form_has_its_turkish_word() -> None:
    assert {name for name in FIELDS if not has_word(name, "fields")} == set()
    assert {v for v in VALUES if not has_word(v, "values") and not CODE.fullmatch(v)} == set()


def test_pages_have_their_words_in_both_languages() -> None:
    for key, both in words.WORDS.items():
        assert len(both) == 2, key
        assert all(both), key


def test_no_page_asks_for_a_word_that_is_missing() -> None:
    asked = {
        key
        for page in (PAGES / "templates").glob("*.j2")
        for key in re.findall(r'\bt\("([^"]+)"(?: ~)?[,)]', page.read_text("utf-8"))
    }

    assert asked - words.WORDS.keys() == set()


def test_every_process_has_a_title() -> None:
    assert PROCESSES.keys() == words.TITLES.keys()
