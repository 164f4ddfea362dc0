"""The contract of events: each type has a schema, and what is sent fits it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from starter.client import contract
from starter.client.schemas import DIALECT
from workflows.kernel.case.events import KINDS, PREFIX, CloudEvent, Happened
from workflows.kernel.law.term import TermState

AT = datetime(2031, 5, 26, 14, 30, tzinfo=UTC)
SCHEMAS = {name: content for name, content in contract.files().items() if "/" in name}
SAID: dict[str, Any] = {
    "case_id": "course-2031-0007",
    "process": "course",
    "file_no": "2031-0007",
    "entry": 3,
    "rule": "C-7.2",
    "counts_from": AT,
    "stage": "active",
    "was": "planned",
    "command": "decide_approval",
    "role": "branch-manager",
    "term": "C-7.2",
    "due_at": AT,
    "was_due_at": None,
    "state": TermState.OPEN,
    "occasion": "C-7.2/1",
    "addressee": "principal/99001122",
    "outcome": "completed",
    "outcome_rule": "C-8.11",
    "on": date(2031, 5, 26),
}


def an_event(kind: type[Happened]) -> dict[str, Any]:
    data = kind(**{name: SAID[name] for name in kind.model_fields})
    event = CloudEvent(
        id="course-2031-0007:3:1", type=PREFIX + kind.name, subject=data.case_id, time=AT, data=data
    )
    return event.model_dump(mode="json")


def against(kind: type[Happened], event: dict[str, Any]) -> list[str]:
    schema = SCHEMAS[f"events/{kind.name}.json"]
    return [error.message for error in Draft202012Validator(schema).iter_errors(event)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_is_sent_fits_the_schema_of_its_type_and_of_no_other(kind: type[Happened]) -> None:
    schema, event = SCHEMAS[f"events/{kind.name}.json"], an_event(kind)
    Draft202012Validator.check_schema(schema)
    assert (schema["$schema"], schema["$id"]) == (DIALECT, f"events/{kind.name}.json")
    assert [other.name for other in KINDS if not against(other, event)] == [kind.name]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_event_may_gain_fields_and_lose_none(kind: type[Happened]) -> None:
    event = an_event(kind)
    assert against(kind, event | {"data": event["data"] | {"gained": 1}, "gained": 1}) == []
    for lost in event["data"]:
        rest = {name: said for name, said in event["data"].items() if name != lost}
        assert against(kind, event | {"data": rest}), lost


def test_no_event_has_a_field_for_a_person_or_a_document() -> None:
    fields = {field for kind in KINDS for field in kind.model_fields}
    assert fields == SAID.keys()
