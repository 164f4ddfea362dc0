"""The public contract: what is checked in is what cases read and say, and needs no Python."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast, get_type_hints

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter
from temporalio import activity

from activities.catalogue import every_activity
from starter import contract
from starter.cli.exits import EXIT_CODES
from starter.processes import PROCESSES
from starter.schemas import DIALECT
from tests.calendars import turkish_calendar
from tests.unit.textbook.drafts import BOOK, COEFFICIENT
from workflows.kernel import gate, ports, view
from workflows.kernel.act import Envelope, Refusal
from workflows.kernel.commands import envelope_of, start_of
from workflows.kernel.entry import Admitted, Command
from workflows.kernel.messages import STANDING
from workflows.kernel.records import Opening, Verdict
from workflows.kernel.story import Reading
from workflows.textbook.process import REVIEW

CONTRACT = Path("docs/contract")
EXAMPLES = CONTRACT / "examples"
SCHEMAS = {name: made for name, made in contract.schemas().items() if name != contract.INDEX}
SENT = sorted(name for name in SCHEMAS if "/" in name and not name.endswith("/result.json"))

PERSONAL = frozenset(
    {"name", "names", "surname", "firstname", "lastname", "fullname", "ad", "soyad", "adsoyad"}
    | {"email", "mail", "eposta", "phone", "telephone", "telefon", "address", "adres", "street"}
    | {"tc", "tckn", "tcno", "identity", "kimlik", "passport", "birth", "born", "birthday"}
)
"""Parts of field names by which somebody could be known (design, invariant 11)."""

HARMLESS = {("AllowedCommand", "name"), ("TermView", "name")}
"""Names of commands and of terms."""


def example(name: str) -> Any:
    return json.loads((EXAMPLES / name).read_text(encoding="utf-8"))


def errors(name: str, value: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMAS[name]).iter_errors(value)]


def objects(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a schema by its title, the outermost included."""
    yield schema["title"], schema
    yield from schema.get("$defs", {}).items()


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for owner, each in objects(schema):
        for field, described in each.get("properties", {}).items():
            yield owner, field, described


# -- the files -------------------------------------------------------------------------------------


def test_the_files_are_what_the_models_say() -> None:
    made = {name: contract.text(content) for name, content in contract.schemas().items()}
    found = {
        path.relative_to(CONTRACT).as_posix(): path.read_text(encoding="utf-8")
        for path in CONTRACT.rglob("*.json")
        if EXAMPLES not in path.parents
    }
    differing = sorted(name for name in made.keys() | found if made.get(name) != found.get(name))
    assert not differing, (
        f"{differing} differ from the models. Others rely on these files: only add, with defaults; "
        f"then run `{contract.COMMAND}` and delete what is no longer made."
    )


def test_the_command_that_is_named_writes_them(tmp_path: Path) -> None:
    assert contract.main([str(tmp_path)]) == 0
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json")}
    assert written == set(contract.schemas())
    assert (tmp_path / contract.INDEX).read_text(encoding="utf-8") == contract.text(
        contract.index()
    )


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_each_schema_is_one_of_draft_2020_12_and_stands_alone(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert (schema["$schema"], schema["$id"]) == (DIALECT, name)
    references = re.findall(r'"\$ref": "([^"]+)"', json.dumps(schema))
    assert all(each.startswith("#/$defs/") for each in references)


def test_the_index_names_every_process_command_and_schema() -> None:
    index = contract.index()
    assert set(index["processes"]) == set(PROCESSES)
    for process in PROCESSES.values():
        entry = index["processes"][process.name]
        assert list(entry["commands"]) == [spec.name for spec in process.commands]
        assert re.search(entry["workflow_id"], process.case_id("2031-0042"))
        assert not re.search(entry["workflow_id"], process.case_id("2031/0042"))
    assert set(index["standing_commands"]) == {kind.command for kind in STANDING}
    named = set(re.findall(r'"([\w/-]+\.json)"', json.dumps(index)))
    assert named == set(SCHEMAS)


def test_the_index_has_the_exit_codes_of_the_command_line() -> None:
    said = dict(re.findall(r"^(\d)  (.+)$", EXIT_CODES, re.MULTILINE))
    codes = contract.index()["exit_codes"]
    assert codes.keys() == said.keys()
    assert all(said[code].startswith(codes[code]) for code in codes)


# -- plain JSON ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*SENT, "answer.json", "refused.json"])
def test_the_example_fits_its_schema(name: str) -> None:
    assert errors(name, example(name)) == []


@pytest.mark.parametrize("name", SENT)
def test_nothing_unknown_may_be_sent(name: str) -> None:
    sent = example(name)
    assert errors(name, {**sent, "surplus": 1})
    assert errors(name, {**sent, "body": {**sent["body"], "surplus": 1}})


def test_every_field_of_a_decimal_is_a_string_of_digits() -> None:
    score = SCHEMAS["textbook-review/record_review_report.json"]["$defs"]["ReviewReport"]
    assert errors_of(score["properties"]["score"], "82.40") == []
    for wrong in (82.4, 82, "82,40", "", "8e1", "NaN"):
        assert errors_of(score["properties"]["score"], wrong)
    amount = SCHEMAS["textbook-review/start.json"]["$defs"]["FeePayment"]["properties"]["amount"]
    assert errors_of(amount, "48750.00") == []
    for wrong in (48750, "-1.00", "48750.001"):
        assert errors_of(amount, wrong)
    assert '"type": "number"' not in json.dumps(list(SCHEMAS.values()))


def test_every_instant_has_an_offset() -> None:
    at = SCHEMAS["textbook-review/start.json"]["properties"]["received_at"]
    assert at["format"] == "date-time"
    for right in ("2031-03-10T10:00:00+03:00", "2031-03-10T07:00:00.250000Z"):
        assert errors_of(at, right) == []
        assert datetime.fromisoformat(right).tzinfo is not None
    for wrong in ("2031-03-10T10:00:00", "2031-03-10 10:00:00+03:00", "2031-03-10", 1931238000):
        assert errors_of(at, wrong)


def errors_of(schema: dict[str, Any], value: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


# The conditional path with new errors: it takes every command of the review at least once.
PLAYED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("take_up", "2031-03-17T09:30:00+03:00", {}),
    ("record_preliminary_report", "2031-03-20T14:00:00+03:00", {}),
    ("hand_over_to_directorate", "2031-03-21T11:00:00+03:00", {}),
    ("assign_commission", "2031-03-21T15:00:00+03:00", {}),
    ("record_review_report", "2031-04-10T10:00:00+03:00", {}),
    ("record_evaluation_report", "2031-04-15T10:00:00+03:00", {}),
    ("record_service", "2031-04-24T16:00:00+03:00", {}),
    ("submit_corrected_draft", "2031-05-12T11:20:00+03:00", {}),
    ("take_up", "2031-05-13T09:00:00+03:00", {}),
    ("record_preliminary_report", "2031-05-14T09:00:00+03:00", {}),
    ("record_review_report", "2031-05-30T09:00:00+03:00", {"score": "92.00"}),
    ("record_evaluation_report", "2031-06-10T09:00:00+03:00", {"below_90": False}),
    ("record_board_decision", "2031-06-20T15:00:00+03:00", {}),
    (
        "record_service",
        "2031-06-24T10:00:00+03:00",
        {"notification": "T-17.18a/1", "served_on": "2031-06-24"},
    ),
    ("submit_conditional_corrections", "2031-06-27T10:00:00+03:00", {}),
    ("record_conditional_check", "2031-06-30T10:00:00+03:00", {}),
    (
        "record_service",
        "2031-07-01T10:00:00+03:00",
        {"notification": "T-17.18c/1", "served_on": "2031-07-01"},
    ),
    ("submit_guided_corrections", "2031-07-10T10:00:00+03:00", {}),
    ("record_guided_corrections_complete", "2031-07-14T10:00:00+03:00", {}),
)


def opened() -> Reading:
    start = start_of(example("textbook-review/start.json"))
    assert not isinstance(start, Refusal), start
    opening = Opening(
        calendar=turkish_calendar(), rulebook=BOOK, coefficient=COEFFICIENT, sanctions=()
    )
    case_id = REVIEW.case_id(start.file_no)
    let_in = gate.open_file(REVIEW, case_id, start, opening, start.received_at)
    assert isinstance(let_in, Admitted), let_in
    return let_in.reading


def sent(reading: Reading, name: str, value: Any, at: str) -> Admitted | Refusal:
    envelope = envelope_of(value)
    assert isinstance(envelope, Envelope), envelope
    now = datetime.fromisoformat(at)
    command = Command(
        name=name,
        envelope=envelope,
        counts_from=envelope.received_at or now,
        verdict=Verdict(granted=True, facts={}),
    )
    result = gate.admit(reading, command, now)
    assert not isinstance(result, gate.Repeat)
    return result


def test_the_examples_alone_carry_a_review_to_its_end() -> None:
    """A Go or Java service needs nothing but these files: cases read them as they stand."""
    assert {name for name, _, _ in PLAYED} == {spec.name for spec in REVIEW.commands}
    reading = opened()
    for n, (name, at, changes) in enumerate(PLAYED):
        value = example(f"textbook-review/{name}.json")
        value = {**value, "command_id": f"c-{n}", "body": {**value["body"], **changes}}
        assert errors(f"textbook-review/{name}.json", value) == []
        let_in = sent(reading, name, value, at)
        assert isinstance(let_in, Admitted), (name, let_in)
        assert errors("answer.json", let_in.entry.answer) == []
        reading = let_in.reading
        shown = view.view_of(REVIEW, reading).model_dump(mode="json")
        assert errors("view.json", shown) == []
        assert errors("why.json", shown["terms"]) == []
    decision = reading.file.decision
    assert decision is not None
    assert (decision.outcome, decision.rule) == ("accepted", "T-17.18c")
    assert errors("textbook-review/result.json", decision.model_dump(mode="json")) == []


def test_the_examples_of_the_standing_commands_are_read_as_they_stand() -> None:
    reading = opened()
    at = "2031-03-12T10:00:00+03:00"
    judged = {
        kind.command: sent(reading, kind.command, example(f"standing/{kind.command}.json"), at)
        for kind in STANDING
    }
    rules = {
        name: said.refused_by if isinstance(said, Refusal) else "admitted"
        for name, said in judged.items()
    }
    # no reasons are owed yet: the one refusal is about the law, not about the shape
    assert rules == {
        "decree_closure": "admitted",
        "extend_term": "admitted",
        "state_extension_reasons": "T-18.3",
        "resolve_attention": "admitted",
    }
    refused = judged["state_extension_reasons"]
    assert isinstance(refused, Refusal)
    assert errors("refused.json", refused.model_dump(mode="json")["reasons"]) == []


def test_a_view_before_the_case_is_open_fits_too() -> None:
    assert errors("view.json", {"case_id": "textbook-review-2031-0042", "stage": "opening"}) == []
    assert errors("view.json", {"case_id": "textbook-review-2031-0042", "stage": "board"})


def test_what_cases_send_may_gain_fields() -> None:
    assert errors("answer.json", {**example("answer.json"), "one_day": 1}) == []


# -- no personal data ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_no_field_holds_a_name_number_or_address_of_anybody(name: str) -> None:
    found = [
        (owner, field)
        for owner, field, _ in fields(SCHEMAS[name])
        if PERSONAL & set(field.lower().split("_")) and (owner, field) not in HARMLESS
    ]
    assert found == []


@pytest.mark.parametrize(
    ("name", "owner", "field"),
    [
        ("textbook-review/start.json", "Actor", "id"),
        ("textbook-review/start.json", "Applicant", "key"),
        ("textbook-review/start.json", "Applicant", "institution"),
        ("textbook-review/assign_commission.json", "Member", "id"),
        ("textbook-review/assign_commission.json", "CommissionOrder", "chair"),
    ],
)
def test_keys_of_people_cannot_hold_a_name_or_a_mail_address(
    name: str, owner: str, field: str
) -> None:
    described = SCHEMAS[name]["$defs"][owner]["properties"][field]
    pattern = described.get("pattern") or described["anyOf"][0]["pattern"]
    assert re.search(pattern, "pub-17")
    assert not any(re.search(pattern, text) for text in ("Örnek Kişi", "kisi@example.org"))


# -- ports -----------------------------------------------------------------------------------------

PORTS = {
    name: port
    for name, port in vars(ports).items()
    if callable(port) and getattr(port, "__module__", "") == ports.__name__ and name[0] != "_"
}

# None says "not in the journal yet"; a case asks only after its outbox has been emptied.
MAY_BE_NONE = {"answer_of"}


def test_every_port_has_one_activity_of_its_name_parameter_and_result() -> None:
    nothing = cast("Any", None)  # the catalogue only hands them on
    implemented: dict[str, Any] = {}
    for each in every_activity(nothing, nothing):
        name = activity._Definition.must_from_callable(each).name
        assert name is not None
        assert name not in implemented
        implemented[name] = each
    assert implemented.keys() == PORTS.keys()
    for name, port in PORTS.items():
        asked, answer = signature(port)
        carried_out, returned = signature(implemented[name])
        assert carried_out is asked, name
        assert schema(returned) in (
            [schema(answer), schema(answer | None)] if name in MAY_BE_NONE else [schema(answer)]
        ), name


def signature(function: Any) -> tuple[type, Any]:
    """The model of the one parameter, and the type of the result."""
    hints = get_type_hints(function)
    result = hints.pop("return")
    (parameter,) = hints.values()
    return parameter, result


def schema(result: Any) -> Any:
    """What a result is on the wire: list and tuple are one, and any JSON is any JSON."""
    made = TypeAdapter(result).json_schema()
    if made.get("$defs", {}).pop("JsonValue", None) is not None and not made["$defs"]:
        del made["$defs"]
    return json.loads(json.dumps(made).replace('{"$ref": "#/$defs/JsonValue"}', "true"))
