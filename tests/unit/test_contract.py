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
from starter.cli.exits import EXIT_CODES
from starter.client import contract, nexus
from starter.client.processes import PROCESSES, ROLES
from starter.client.schemas import DIALECT
from tests.kit.contracts import BUNDLES, CONTRACT, EXAMPLES, SCHEMAS, errors, example
from workflows.kernel.case.declared import spec_of
from workflows.kernel.case.events import KINDS
from workflows.kernel.case.process import Process
from workflows.kernel.case.standing_commands import STANDING
from workflows.kernel.roles import Role
from workflows.kernel.temporal import stubs

SENT = sorted(name for name in SCHEMAS if "/" in name and not name.endswith("/result.json"))

PERSONAL = frozenset(
    {"name", "names", "surname", "firstname", "lastname", "fullname", "ad", "soyad", "adsoyad"}
    | {"email", "mail", "eposta", "phone", "telephone", "telefon", "address", "adres", "street"}
    | {"tc", "tckn", "tcno", "identity", "kimlik", "passport", "birth", "born", "birthday"}
)
"""Parts of field names by which somebody could be known (design, invariant 11)."""

HARMLESS = {("AllowedCommand", "name"), ("TermView", "name")}
"""Names of commands and of terms."""

OTHER_ROLES = {"Member", "StaffMember"}
"""Their roles are those in a commission and in making a book."""


def fields(bundle: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for owner, each in bundle["$defs"].items():
        for field, described in each.get("properties", {}).items():
            yield owner, field, described


# -- the files -------------------------------------------------------------------------------------


def test_the_files_are_what_the_models_say() -> None:
    made = {name: contract.text(content) for name, content in contract.files().items()}
    found = {
        path.relative_to(CONTRACT).as_posix(): path.read_text(encoding="utf-8")
        for path in CONTRACT.rglob("*.json")
        if EXAMPLES not in path.parents
        and path.name != "openapi.json"
        and "typescript" not in path.parts
    }
    differing = sorted(name for name in made.keys() | found if made.get(name) != found.get(name))
    assert not differing, (
        f"{differing} differ from the models. Others rely on these files: only add, with defaults; "
        f"then run `{contract.COMMAND}` and delete what is no longer made."
    )


def test_the_command_that_is_named_writes_them(tmp_path: Path) -> None:
    assert contract.main([str(tmp_path)]) == 0
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json")}
    events = {f"events/{kind.name}.json" for kind in KINDS}
    bundles = {*(f"{name}.json" for name in PROCESSES), contract.STANDING_BUNDLE}
    assert written == {*bundles, nexus.FILE, *events}
    files = contract.files()
    for name in written:
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text == contract.text(files[name])
        assert json.loads(text) == files[name]


@pytest.mark.parametrize("name", sorted(BUNDLES))
def test_each_bundle_is_a_schema_of_draft_2020_12_and_stands_alone(name: str) -> None:
    bundle = BUNDLES[name]
    Draft202012Validator.check_schema(bundle)
    assert (bundle["$schema"], bundle["$id"]) == (DIALECT, name)
    for each in bundle["$defs"].values():
        Draft202012Validator.check_schema(each)
    pointed = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(bundle)))
    assert len(re.findall(r'"\$ref": "(?!#/\$defs/)', json.dumps(bundle))) == 0
    assert pointed == set(bundle["$defs"])


def test_each_bundle_names_its_commands_with_schema_rule_and_stage() -> None:
    for process in PROCESSES.values():
        bundle = BUNDLES[f"{process.name}.json"]
        assert list(bundle["commands"]) == [spec.name for spec in process.commands]
        for spec in process.commands:
            command = bundle["commands"][spec.name]
            assert command["schema"] == f"#/$defs/{spec.name}"
            assert (command["rule"], command["stage"]) == (spec.rule, spec.stage)
        assert re.search(bundle["workflow_id"], process.case_id("2031-0042"))
        assert not re.search(bundle["workflow_id"], process.case_id("2031/0042"))
    standing = BUNDLES["standing.json"]["commands"]
    assert set(standing) == {kind.command for kind in STANDING}


def test_the_shared_bundle_has_the_exit_codes_of_the_command_line() -> None:
    said = dict(re.findall(r"^(\d)  (.+)$", EXIT_CODES, re.MULTILINE))
    codes = BUNDLES["standing.json"]["exit_codes"]
    assert codes.keys() == said.keys()
    assert all(said[code].startswith(codes[code]) for code in codes)


# -- who may send what -----------------------------------------------------------------------------

COMMANDS = [
    (f"{process.name}/{spec.name}.json", process, spec.roles)
    for process in PROCESSES.values()
    for spec in process.commands
]


@pytest.mark.parametrize(
    ("name", "process", "roles"), COMMANDS, ids=[name for name, *_ in COMMANDS]
)
def test_a_command_may_be_sent_by_its_roles_and_by_nobody_else(
    name: str, process: Process, roles: tuple[str, ...]
) -> None:
    assert admitted_in(name, {*process.roles, "nobody"}) == set(roles)


def test_who_sends_what_every_case_understands_its_process_says_where_the_kernel_does_not() -> None:
    by_anybody = {*ROLES, "an-office-of-tomorrow"}
    for kind in STANDING:
        roles = set(spec_of(kind).roles)
        assert admitted_in(f"standing/{kind.command}.json", by_anybody) == (roles or by_anybody)
    for process in PROCESSES.values():
        decreed = {"roles": list(process.decreed_by)}
        by_process = {
            "decree_closure": decreed,
            "renew_calendar": decreed,
            "decide_order": {"roles": list(process.order_decided_by)},
        }
        assert BUNDLES[f"{process.name}.json"]["standing"] == by_process


def admitted_in(name: str, roles: set[str]) -> set[str]:
    """The roles that may send a command by its schema."""
    sent = {**example(name), "register_no": None}
    return {
        role
        for role in roles
        if not errors(name, {**sent, "actor": {"role": role, "id": "somebody-1"}})
    }


def test_a_bundle_names_the_roles_of_its_process_in_both_languages() -> None:
    for process in PROCESSES.values():
        said = BUNDLES[f"{process.name}.json"]["roles"]
        assert {role: (each["tr"], each["en"]) for role, each in said.items()} == process.roles
        assert all(turkish and english for turkish, english in process.roles.values())
        assert {
            *(*process.decreed_by, *process.explained_by, *process.order_decided_by)
        } <= process.roles.keys()
    assert set(BUNDLES["standing.json"]["roles"]) == set(Role)


def test_an_office_is_called_the_same_in_every_process() -> None:
    for process in PROCESSES.values():
        assert {role: ROLES[role] for role in process.roles} == process.roles


def test_the_registry_sends_what_an_applicant_may_on_paper_alone() -> None:
    name = "textbook-review/submit_corrected_draft.json"
    by_registry = {**example(name), "actor": {"role": "registry", "id": "registry-1"}}
    assert errors(name, {**by_registry, "register_no": "2031/17"}) == []
    without = {field: said for field, said in by_registry.items() if field != "register_no"}
    assert errors(name, without)
    assert errors(name, {**by_registry, "register_no": None})


def test_roles_of_one_process_are_not_in_the_bundle_of_another() -> None:
    for process in PROCESSES.values():
        named = {role for spec in process.commands for role in contract.senders(spec.roles)}
        enums = [
            each["enum"]
            for owner, field, described in fields(BUNDLES[f"{process.name}.json"])
            if field in {"actor", "role"} and owner not in OTHER_ROLES
            for each in (described, described.get("properties", {}).get("role", {}))
            if "enum" in each
        ]
        assert len(enums) > len(process.commands)
        assert {role for enum in enums for role in enum} == named


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
    assert '"type": "number"' not in json.dumps(BUNDLES)


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


def test_a_view_before_the_case_is_open_fits_too() -> None:
    assert errors("view.json", {"case_id": "textbook-review-2031-0042", "stage": "opening"}) == []
    assert errors("view.json", {"case_id": "textbook-review-2031-0042", "stage": "board"})


def test_what_cases_send_may_gain_fields() -> None:
    assert errors("answer.json", {**example("answer.json"), "one_day": 1}) == []


# -- no personal data ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(BUNDLES))
def test_no_field_holds_a_name_number_or_address_of_anybody(name: str) -> None:
    found = [
        (owner, field)
        for owner, field, _ in fields(BUNDLES[name])
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


# -- stubs -----------------------------------------------------------------------------------------

STUBS = {
    name: stub
    for name, stub in vars(stubs).items()
    if callable(stub) and getattr(stub, "__module__", "") == stubs.__name__ and name[0] != "_"
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
    assert implemented.keys() == STUBS.keys()
    for name, stub in STUBS.items():
        asked, answer = signature(stub)
        carried_out, returned = signature(implemented[name])
        assert carried_out is asked, name
        assert schema(returned) in (
            [schema(answer), schema(answer | None)] if name in MAY_BE_NONE else [schema(answer)]
        ), name


def signature(function: Any) -> tuple[type, Any]:
    """The model of the one parameter, and the type of the result.

    A stub may be told beside it, as text, what operators read: the activity never sees that.
    """
    hints = get_type_hints(function)
    result = hints.pop("return")
    parameter, *read = hints.values()
    assert read in ([], [str]), function
    return parameter, result


def schema(result: Any) -> Any:
    """What a result is on the wire: list and tuple are one, and any JSON is any JSON."""
    made = TypeAdapter(result).json_schema()
    if made.get("$defs", {}).pop("JsonValue", None) is not None and not made["$defs"]:
        del made["$defs"]
    return json.loads(json.dumps(made).replace('{"$ref": "#/$defs/JsonValue"}', "true"))
