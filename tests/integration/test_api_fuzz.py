"""The door under what its own description allows, and under what it does not.

Schemathesis makes the requests from the description: no server error, no answer that is not
documented, none that does not fit its schema. So many to each operation, however long it takes.
"""

import random
import warnings
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any, Final, TypeAlias

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from starter.api.access.registers import REGISTERS
from starter.api.app import described
from starter.client.processes import PROCESSES, process_of
from starter.client.vade import Vade
from starter.forms.doors import DOORS
from starter.rehearsal.engine import Scene
from tests.integration.api_kit import Doors
from tests.integration.door import a_case
from tests.kit.contracts import example

AnyCase: TypeAlias = "Case[Any]"

EACH: Final = 40
"""Requests to each operation, by each way of making them."""

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
DESCRIPTION: Final = described()
DRAWN: Final = b"\x89PNG\r\n\x1a\n"
DRAWING: Final = sha256(DRAWN).hexdigest()
"""The digest of a document that is there."""


def operations() -> Iterator[Any]:
    for result in schemathesis.openapi.from_dict(DESCRIPTION).get_all_operations():
        assert isinstance(result, Ok), result
        yield result.ok()


def made(operation: "APIOperation[Any, Any, Any, Any]", mode: GenerationMode) -> list[AnyCase]:
    """Requests to one operation, the same in each run."""
    cases: list[AnyCase] = []

    @seed(2031)
    @settings(
        max_examples=EACH,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=[*HealthCheck],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def collect(case: AnyCase) -> None:
        cases.append(case)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with suppress(Unsatisfiable):  # nothing about it can be wrong
            collect()
    return cases


def aimed(case: AnyCase, chance: random.Random, case_id: str) -> AnyCase:
    """Send every other one to what there is: random names would all end at the same refusal."""
    path, process = case.path_parameters, process_of(case_id)
    if path and process is not None and chance.random() < 0.6:
        real = {
            "case_id": case_id,
            "process": chance.choice([*PROCESSES]),
            "command": chance.choice([spec.name for spec in process.commands]),
            "command_id": "c-1",
            "register": chance.choice([*REGISTERS]),
            "sha256": DRAWING,
        }
        path.update({name: real[name] for name in path if name in real})
        if case.headers is not None:
            case.headers.pop("Vade-Role", None)
        form = case.body.get("form") if isinstance(case.body, dict) else None
        if isinstance(form, str) and form in DOORS:
            path["register"] = DOORS[form].register
        elif isinstance(case.body, dict) and chance.random() < 0.5:
            message = path.get("command", "start")
            folder = process.name if "command" in path else path["process"]
            case.body["body"] = example(f"{folder}/{message}.json").get("body", {})
    return case


async def sent(http: httpx.AsyncClient, case: AnyCase, token: dict[str, str]) -> httpx.Response:
    parts = case.as_transport_kwargs(base_url="http://vade")
    parts.pop("cookies", None)
    headers = {str(k): str(v) for k, v in (parts.pop("headers", None) or {}).items()}
    headers.pop("Authorization", None)
    if isinstance(parts.get("data"), bytes | str):
        parts["content"] = parts.pop("data")
    return await http.request(**parts, headers=headers | token)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
async def test_every_answer_is_one_that_is_documented(
    mode: GenerationMode, scene: Scene, vade: Vade
) -> None:
    doors, chance = Doors(scene.pool, vade), random.Random(2031)  # noqa: S311 - no secret
    case_id = await a_case(vade)
    registry = doors.visitor("registry", "evrak-1")
    token = registry.headers
    assert (await registry.upload(DRAWN)).status_code == 201
    answered: dict[str, set[int]] = {}
    for operation in operations():
        for case in made(operation, mode):
            try:
                said = await sent(doors.http, aimed(case, chance, case_id), token)
            except (httpx.InvalidURL, httpx.LocalProtocolError, UnicodeEncodeError, ValueError):
                continue  # no client can send that
            case.validate_response(said, checks=CHECKS)
            answered.setdefault(operation.label, set()).add(said.status_code)
    assert len(answered) >= len(DESCRIPTION["paths"]) - 2, answered
    if mode is GenerationMode.POSITIVE:
        assert {200, 404} <= answered["GET /v1/cases/{case_id}"]
        assert {409, 422} <= answered["POST /v1/processes/{process}/cases"]
