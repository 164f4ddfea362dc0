"""Forms made from the contract: every example can be typed in, and comes out as it was."""

from datetime import datetime
from typing import Any

import pytest

from starter.client.examples import example_for
from starter.client.processes import PROCESSES
from starter.client.templates import bodies_of
from starter.forms.doors import DOORS
from starter.pages.form import Flat, Form, Part, changed_rows, place_of
from starter.pages.messages import START, form_of, form_of_register
from starter.pages.rendering import _templates
from starter.pages.routes.acting import Sheet
from starter.pages.words import t
from workflows.kernel.case.standing_commands import STANDING
from workflows.kernel.law.calendar import ISTANBUL
from workflows.textbook_review.messages.review import PreliminaryCheck

STANDING_NAMES = [kind.command for kind in STANDING]


def messages() -> list[Any]:
    found = []
    for process in PROCESSES.values():
        names = (START, *(spec.name for spec in process.commands))
        found += [pytest.param(process.name, name, id=f"{process.name} {name}") for name in names]
    found += [pytest.param("course", name, id=f"standing {name}") for name in STANDING_NAMES]
    return found


def test_the_example_of_a_form_is_the_one_of_its_template() -> None:
    for process in ("course", "agreement"):
        for command, body in bodies_of(process).items():
            assert example_for(process, command) == body.example


def without_nothing(value: Any) -> Any:
    """What a form does not tell from what is not said: nulls, empty lists and groups."""
    if isinstance(value, dict):
        kept = {name: without_nothing(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, [], {})}
    if isinstance(value, list):
        return [without_nothing(each) for each in value]
    if isinstance(value, str) and "T" in value and value.endswith("Z"):
        return datetime.fromisoformat(value).astimezone(ISTANBUL).isoformat()
    return value


@pytest.mark.parametrize(("process", "command"), messages())
def test_every_example_can_be_filled_in_and_comes_out_as_it_was(process: str, command: str) -> None:
    form, body = form_of(process, command), example_for(process, command)
    filled = form.flat(body)

    assert without_nothing(form.body(filled)) == without_nothing(body)


@pytest.mark.parametrize(("process", "command"), messages())
def test_what_is_filled_in_has_a_place_where_it_is_drawn(process: str, command: str) -> None:
    form = form_of(process, command)
    filled = form.flat(example_for(process, command))
    drawn = {part.path for top in form.parts(filled) for part in top.everywhere()}

    assert {path for path in filled if not path.endswith(".#")} <= drawn


def report() -> Form:
    return form_of("textbook-review", "record_preliminary_report")


def part(form: Form, path: str, **filled: list[str]) -> Part:
    every = (p for top in form.parts(filled) for p in top.everywhere())
    return next(p for p in every if p.path == path)


DRAW = """{% from "parts.html.j2" import draw with context %}
{% for part in parts %}{{ draw(part, sheet, {}) }}{% endfor %}"""


def drawn(form: Form, filled: Flat, lang: str) -> str:
    sheet = Sheet("course", START, None, form, dict(filled), ())
    return (
        _templates()
        .from_string(DRAW)
        .render(lang=lang, t=lambda key: t(key, lang), parts=form.parts(filled), sheet=sheet)
    )


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_every_form_can_be_drawn_empty_and_filled_in(lang: str) -> None:
    for process, command in (each.values for each in messages()):
        form = form_of(str(process), str(command))
        filled = form.flat(example_for(str(process), str(command)))
        names = {name for name in filled if not name.endswith(".#")}
        assert len(drawn(form, {}, lang)) > 0 or not form.properties(form.schema)
        said = drawn(form, filled, lang)
        assert {name for name in names if f'name="{name}"' not in said} == set(), command
    for name in DOORS:
        of_register = form_of_register(name)
        assert drawn(of_register, {}, lang)


def test_numbers_are_taken_as_turkish_and_as_english_write_them() -> None:
    form = form_of("textbook-review", "record_review_report")

    assert form.body({"score": ["82,40"], "findings": ["1.200"]}) == {
        "score": "82.40",
        "findings": 1200,
    }
    assert form.body({"score": ["1.234,5"]})["score"] == "1234.5"
    assert form.body({"score": ["82.40"]})["score"] == "82.40"


def test_what_is_no_number_is_left_for_the_case_to_refuse() -> None:
    form = form_of("textbook-review", "record_review_report")

    assert form.body({"score": ["seksen"], "findings": ["çok"]}) == {
        "score": "seksen",
        "findings": "çok",
    }


def test_a_map_with_given_keys_has_a_line_for_each() -> None:
    checks = part(report(), "checks")

    assert [each.key for each in checks.parts] == [check.value for check in PreliminaryCheck]
    assert report().body({"checks.fee_paid.passed": ["false"]})["checks"] == {
        "fee_paid": {"passed": False}
    }


def test_a_row_is_added_and_taken_away_by_its_button() -> None:
    form = form_of("textbook-review", START)
    more = changed_rows({"work.parts.#": ["1"], "work.parts.0.pages": ["208"]}, "more:work.parts")

    assert more["work.parts.#"] == ["2"]
    assert len(part(form, "work.parts", **more).parts) == 2
    assert changed_rows(more, "less:work.parts")["work.parts.#"] == ["1"]
    assert changed_rows({"a.#": ["0"]}, "less:a")["a.#"] == ["0"]
    assert changed_rows({"a.#": ["999"]}, "more:a")["a.#"] == ["100"]


def test_of_a_required_list_nothing_chosen_is_an_empty_one() -> None:
    assert form_of("textbook-review", START).body({})["documents"] == []


def test_a_fault_is_placed_at_the_deepest_field_it_names() -> None:
    paths = ["members", "members.0", "members.0.person", "checks", "checks.fee_paid"]

    assert place_of("members.0.person", paths) == "members.0.person"
    assert place_of("checks.fee_paid.passed", paths) == "checks.fee_paid"
    assert place_of("checks.(key)", paths) == "checks"
    assert place_of("somewhere.else", paths) == ""


def test_an_instant_is_typed_and_shown_in_istanbul() -> None:
    form = Form({"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}})

    assert form.body({"at": ["2031-05-26T17:30"]}) == {"at": "2031-05-26T17:30:00+03:00"}
    assert form.flat({"at": "2031-05-26T14:30:00Z"}) == {"at": ["2031-05-26T17:30"]}


def test_each_process_has_forms_for_the_commands_of_every_case() -> None:
    for name in PROCESSES:
        form = form_of(name, "decree_closure")
        assert "days" in form.properties(form.schema)
    with pytest.raises(KeyError):
        form_of("course", "no_such_command")
