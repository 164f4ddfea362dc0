"""What of a case is printed by itself: entries of its journal, and forms to fill in by hand."""

import asyncio
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Response

from starter.api.problems import Denied
from starter.api.routes.common import CaseId, CommandName
from starter.pages.blanks import blank
from starter.pages.papers import is_printed
from starter.pages.records import record
from starter.pages.routes.acting import sheet_of
from starter.pages.routes.case import shown_case, steps_of
from starter.pages.session import Looks
from workflows.kernel.law.calendar import local_day

router = APIRouter(default_response_class=Response)


@router.get("/cases/{case_id}/records/{n}.pdf")
async def entry(
    case_id: CaseId, n: Annotated[int, Path(ge=1, le=100_000)], seen: Looks
) -> Response:
    """Print one entry of a case's journal: the receipt slip of its filing, a report to sign."""
    reached = await seen.who.reach(case_id, "read")
    await seen.who.note("read", case_id=case_id)
    steps = await steps_of(seen, reached, await shown_case(seen, reached))
    found = next((step for step in steps if step.n == n and is_printed(step)), None)
    if found is None:
        raise Denied(HTTPStatus.NOT_FOUND, "there is no such entry")
    file_no = case_id.removeprefix(reached.process.case_id(""))
    return _pdf(await asyncio.to_thread(record, reached.process.name, file_no, found))


@router.get("/cases/{case_id}/acts/{command}/form.pdf")
async def blank_form(case_id: CaseId, command: CommandName, seen: Looks) -> Response:
    """Print the form of a command, to be filled in by hand; what the case knows stands in it."""
    sheet = await sheet_of(seen, case_id, command, {})
    parts, today = sheet.form.parts(sheet.filled), local_day(datetime.now(UTC))
    return _pdf(await asyncio.to_thread(blank, sheet.process, sheet.file_no, command, parts, today))


def _pdf(content: bytes) -> Response:
    kept = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type="application/pdf", headers=kept)
