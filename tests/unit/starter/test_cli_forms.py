"""What to write: forms, templates and registers at the command line."""

import json
import re
from pathlib import Path

import pytest

from starter import cli
from starter.cli.app import run
from starter.cli.work.acting import as_contract
from starter.cli.work.inputs import body_from
from starter.cli.work.words import WORDS
from starter.client.exits import TROUBLE
from starter.client.processes import PROCESSES
from starter.forms.doors import DOORS
from tests.kit.contracts import example
from workflows.textbook_review.messages.review import PreliminaryReport

PLACE = re.compile(r"\{\w+\}")
MADE = {
    *("paused", "met", "lapsed", "dropped", "no-address", "put-off", "given-up"),
    *("letter-sent", "letter-waits", "letter-withdrawn", "as_told", "in_order"),
}
"""Words of states that are said by their own names."""


def test_a_template_is_a_body_that_the_contract_takes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["template", "agreement"]) == 0
    filing = json.loads(capsys.readouterr().out)
    assert filing == example("agreement/start.json")["body"]
    assert run(["template", "agreement", "record_draft", "--empty"]) == 0
    assert "starts_on" in json.loads(capsys.readouterr().out)
    assert run(["template", "agreement", "decree_closure"]) == 0
    assert "days" in json.loads(capsys.readouterr().out)


def test_the_examples_of_the_contract_are_bodies_as_they_stand() -> None:
    whole = "docs/contract/examples/agreement/start.json"
    assert body_from(whole, ["special=true"]) == {
        **example("agreement/start.json")["body"],
        "special": True,
    }


def test_a_typed_yes_is_sent_as_the_boolean_that_the_contract_has() -> None:
    checks = {"fee_paid": {"passed": "yes", "note": "no"}}
    typed = {**example("textbook-review/record_preliminary_report.json")["body"]}
    typed["checks"] = {**typed["checks"], **checks}
    sent = as_contract(typed, PreliminaryReport.model_validate(typed))
    assert sent == {
        **typed,
        "checks": {**typed["checks"], "fee_paid": {"passed": True, "note": "no"}},
    }
    assert as_contract({"approved": "no", "members": ["yes"]}, {"approved": False}) == {
        "approved": False,
        "members": ["yes"],
    }


@pytest.mark.parametrize("name", [*PROCESSES, *DOORS])
def test_the_form_of_each_message_and_register_says_its_fields_in_turkish(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if name in PROCESSES:
        assert run(["form", name, "--json"]) == 0
        commands = [each["command"] for each in json.loads(capsys.readouterr().out)]
        assert commands == ["start", *(spec.name for spec in PROCESSES[name].commands)]
        line = ["form", name, commands[-1], "--json"]
    else:
        line = ["form", name, "--json"]
    assert run(line) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["path"] for each in told["fields"] if not each["title"]] == []
    assert not [each for each in told["fields"] if "_" in each["title"]]
    assert not {each["kind"] for each in told["fields"]} - {
        key.removeprefix("field/") for key in WORDS if key.startswith("field/")
    }


def test_a_form_says_where_each_field_stands_in_the_body(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["form", "textbook-review", "start", "--json"]) == 0
    fields = {each["path"]: each for each in json.loads(capsys.readouterr().out)["fields"]}
    assert fields["work.parts[].pages"] == {
        "path": "work.parts[].pages",
        "title": "Sayfa sayısı",
        "kind": "whole",
        "required": True,
        "values": [],
    }
    assert fields["staff[].degree"]["values"] == ["none", "bachelor", "master", "doctorate"]
    assert not fields["fee.paid_on"]["required"]


def test_a_template_for_a_form_of_a_register_is_read_by_the_register(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["template", "set_classroom"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert set(body) == {
        name
        for name, field in DOORS["set_classroom"].kind.model_fields.items()
        if field.is_required()
    }


def test_the_registers_are_listed_with_the_forms_that_change_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["register", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert sorted(form for each in listed for form in each["forms"]) == sorted(DOORS)
    assert {each["register"]: each["title"] for each in listed}["members"] == (
        "İş birliğine katılanlar"
    )
    assert run(["register", "no-such-register"]) == TROUBLE
    assert run(["register", "people"]) == TROUBLE
    assert "--key" in capsys.readouterr().err


def test_every_word_that_the_command_line_says_is_in_its_dictionary_and_none_is_idle() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(cli.__file__).parent.rglob("*.py")]
    source = "\n".join(text for text in sources if "WORDS: Final" not in text)
    source = source.replace("'", '"')
    assert set(re.findall(r'\b(?:t|said)\(\s*"([^"{]+)"', source)) <= {*WORDS}
    for key, (turkish, english) in WORDS.items():
        assert {*PLACE.findall(turkish)} == {*PLACE.findall(english)}, key
        head, slash, _ = key.partition("/")
        assert f'"{key}"' in source or (slash and f"{head}/" in source) or key in MADE, key
