"""One dictionary: what a form, a list or a journal names, it names in the reader's language."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from activities import listing
from starter.api.access.registers import REGISTERS
from starter.client.processes import PROCESSES
from starter.forms.doors import DOORS
from starter.pages import words
from starter.pages.fields import field_word, has_word
from starter.pages.form import DEEPEST, Form, Part
from starter.pages.messages import START, form_of, form_of_register
from starter.runtime.serving import editions_of
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
    for name in DOORS:
        form = form_of_register(name)
        for kind, said in _walk(form.schema, form.defs, 0):
            (fields if kind == "field" else values).add(said)
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
    maps = [schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()]
    for of in (*inner, *maps):
        yield from _walk(of, defs, depth + 1)


def kinds() -> set[tuple[str, str]]:
    """Every field with the kind of input that it has in some form."""
    found = set()
    for process in PROCESSES.values():
        for command in (START, *(spec.name for spec in process.commands)):
            form = form_of(process.name, command)
            rows = {f"{part.path}.#": ["1"] for part in every_part(form, {})}
            deeper = {f"{part.path}.#": ["1"] for part in every_part(form, rows)}
            found |= {(p.name, p.kind) for p in every_part(form, {**rows, **deeper}) if not p.key}
    for name in DOORS:
        form = form_of_register(name)
        found |= {(part.name, part.kind) for part in every_part(form, {}) if not part.key}
    return found


def every_part(form: Form, filled: dict[str, list[str]]) -> list[Part]:
    return [part for top in form.parts(filled) for part in top.everywhere()]


FIELDS, VALUES = named()
KINDS = kinds()
QUESTION = re.compile(r" m[ıiuü]$")


def test_every_field_and_value_of_a_form_has_its_turkish_word() -> None:
    assert {name for name in FIELDS if not has_word(name, "fields")} == set()
    assert {v for v in VALUES if not has_word(v, "values") and not CODE.fullmatch(v)} == set()


def test_every_column_of_a_register_has_its_turkish_word() -> None:
    rows = Path(listing.__file__).with_name("listing.sql").read_text("utf-8")
    built = re.findall(r"jsonb_build_object\((.*?)\n\s*\)\n", rows, re.DOTALL)
    columns = {name for each in built for name in re.findall(r"'([a-z_]+)', [a-z]", each)}

    assert {"first_period", "national_id", "used_on"} <= columns
    assert {c for c in columns - REGISTERS.keys() if not has_word(c, "fields")} == set()


def test_every_form_of_a_register_has_a_name() -> None:
    assert {f"form/{name}" for name in DOORS} - words.WORDS.keys() == set()


def test_what_is_answered_by_yes_or_no_is_asked_as_a_question() -> None:
    asked = {name for name, kind in KINDS if kind == "yesno"}
    others = {name for name, _ in KINDS} - asked

    assert {name for name in asked if not QUESTION.search(field_word(name, "tr"))} == set()
    assert {name for name in others if QUESTION.search(field_word(name, "tr"))} == set()


def test_whoever_a_term_awaits_has_a_name() -> None:
    named = {"tr": set[str](), "en": set[str]()}
    for process in PROCESSES.values():
        for edition in editions_of(process):
            for law in edition.terms.values():
                for role in (law.awaits, *law.escalates_to):
                    for lang, said in named.items():
                        said.add(f"{role} {words.role_word(role, lang)}")

    assert [each for each in named["tr"] if each.split(" ")[0].capitalize() in each[1:]] == []


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
