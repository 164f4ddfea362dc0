"""What there is: processes, their commands with schemas, roles, examples and templates."""

import json
from functools import cache
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response

from starter.api.desk import Who
from starter.api.models import Catalogue, ProcessDescribed, ProcessNamed
from starter.api.problems import Denied
from starter.api.routes.common import UNCHANGED, ProcessName, problems, tagged
from starter.client.contract import STANDING_BUNDLE, bundles
from starter.client.processes import PROCESSES
from starter.client.templates import template
from starter.runtime.migrate import PROJECT
from workflows.kernel.case.standing_commands import STANDING

router = APIRouter(prefix="/v1", tags=["catalogue"])

EXAMPLES = PROJECT / "docs" / "contract" / "examples"


@router.get("/processes", response_model=Catalogue, responses={**UNCHANGED, **problems()})
async def processes(who: Who, request: Request) -> Response:
    """List the processes."""
    named = tuple(
        ProcessNamed(
            name=process.name,
            title={lang: process.word(process.application.command, lang) for lang in ("tr", "en")},
            commands=tuple(spec.name for spec in process.commands),
            roles=tuple(process.roles),
        )
        for process in PROCESSES.values()
    )
    return tagged(request, Catalogue(processes=named))


@router.get(
    "/processes/{process}",
    response_model=ProcessDescribed,
    responses={**UNCHANGED, **problems(404)},
)
async def process(process: ProcessName, who: Who, request: Request) -> Response:
    """Describe a process: its schemas, and for each body an example and a ready template."""
    if process not in PROCESSES:
        raise Denied(HTTPStatus.NOT_FOUND, f"there is no process {process}")
    return tagged(request, _described(process))


@cache
def _described(name: str) -> ProcessDescribed:
    made = bundles([PROCESSES[name]])
    bundle, standing = made[f"{name}.json"], made[STANDING_BUNDLE]
    bodies = {"start": _body_of(bundle, "start")}
    bodies |= {spec.name: _body_of(bundle, spec.name) for spec in PROCESSES[name].commands}
    common = {kind.command: _body_of(standing, kind.command) for kind in STANDING}
    filled = {command: template(body, bundle["$defs"]) for command, body in bodies.items()}
    filled |= {command: template(body, standing["$defs"]) for command, body in common.items()}
    return ProcessDescribed(
        name=name,
        contract=bundle,
        standing=standing,
        templates=filled,
        examples={command: example_of(name, command) for command in (*bodies, *common)},
    )


def _body_of(bundle: dict[str, Any], message: str) -> dict[str, Any]:
    """Return the schema of what a message's envelope carries."""
    body: dict[str, Any] = bundle["$defs"][message]["properties"]["body"]
    return body


@cache
def example_of(process: str, message: str) -> Any:
    """Return a body of a message that a case has admitted; none where there is no example."""
    folder = "standing" if message in _STANDING else process
    path = EXAMPLES / folder / f"{message}.json"
    return json.loads(path.read_text("utf-8")).get("body", {}) if path.is_file() else None


_STANDING = frozenset(kind.command for kind in STANDING)
