"""Opening cases, sending commands, asking for receipts."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from starter.api.access.policy import Grant, knows
from starter.api.access.reach import Sight, actor_in, is_theirs, may_open
from starter.api.desk import HIDDEN, Caller, Reached, Who
from starter.api.kinds import held_to_kinds
from starter.api.problems import Denied
from starter.api.routes.common import (
    UNCHANGED,
    CaseId,
    CommandName,
    Key,
    ProcessName,
    problems,
    tagged,
)
from starter.client.answers import Filing, NotFound, Received, Refused, Started
from starter.client.direct import previewed
from starter.client.fitting import dated_lawfully, document, shaped, understood
from starter.client.models import CommandSent, FilingSent, Opened, Receipt
from starter.client.processes import PROCESSES
from starter.client.shown import enveloped, opened, receipt_of, where_to_ask
from workflows.kernel.case.declared import spec_of
from workflows.kernel.case.file import CaseFile, sealed
from workflows.kernel.case.message import Answer, Envelope
from workflows.kernel.case.process import Process
from workflows.kernel.case.reasons import decoded
from workflows.kernel.judgement.gate import Preview
from workflows.kernel.values import digest

router = APIRouter(prefix="/v1")


@router.post(
    "/processes/{process}/cases",
    status_code=201,
    response_model=Opened,
    responses={
        200: {"model": Opened, "description": "It had been opened under this key before."},
        202: {"model": Opened, "description": "Taken in; it opens as soon as a worker runs."},
        **problems(404, 409),
    },
)
async def open_case(process: ProcessName, sent: FilingSent, who: Who, key: Key) -> Response:
    """Open a case with a filing. A refused filing burns no number."""
    found = PROCESSES.get(process)
    if found is None:
        raise Denied(HTTPStatus.NOT_FOUND, f"there is no process {process}")
    known = [g for g in who.grants if knows(found, g) and sent.role in {None, g.role}]
    if not known:
        why = f"none of your roles acts in {process}"
        await who.note("open", command=process, why=why)
        raise Denied(HTTPStatus.FORBIDDEN, why)
    grant = who.one_of(known)
    await _held_to_own(who, found, sent, grant)
    await who.note("open", actor=grant.actor, command=process, command_id=key)

    def theirs(file: CaseFile) -> None:
        if not is_theirs(found, grant, file):
            why = f"{grant.role} files here for their own institution"
            raise Denied(HTTPStatus.FORBIDDEN, why)

    filing = Filing(
        file_no=sent.file_no,
        received_at=sent.received_at,
        register_no=sent.register_no,
        actor=grant.actor,
        body=sent.body,
    )
    claim = digest([who.subject, key])
    started = await who.desk.vade.start(found, filing, claim=claim, vetted=theirs, waits=True)
    return await _opened(who, started)


async def _held_to_own(who: Caller, process: Process, sent: FilingSent, grant: Grant) -> None:
    """Stop a filing for somebody else, or under a number of somebody's own."""
    body = decoded(process.application, sent.body, "V-4", "the application")
    if isinstance(body, tuple):
        raise Refused(body)
    applicant = process.asks(body).applicant
    why = None
    if not may_open(process, grant, applicant):
        why = f"{grant.role} files for themselves alone"
    elif sent.file_no is not None and grant.is_party:
        why = "file numbers of their own are for offices"
    if why is not None:
        await who.note("open", actor=grant.actor, command=process.name, why=why)
        raise Denied(HTTPStatus.FORBIDDEN, why)


async def _opened(who: Caller, started: Started) -> Response:
    said = await opened(who.desk.pool, started)
    status = 202 if said.state == "opening" else 200 if said.again else 201
    where = {"Location": f"/v1/cases/{started.case_id}"}
    return JSONResponse(said.model_dump(mode="json"), status, headers=where)


@router.post(
    "/cases/{case_id}/commands/{command}",
    response_model=Answer,
    responses={
        202: {
            "model": Receipt,
            "description": "Taken in, and it counts from its receipt: held, early, in conflict, "
            "or the case is out of reach. Ask for the receipt.",
        },
        **problems(404, 409),
    },
)
async def send(
    case_id: CaseId, command: CommandName, sent: CommandSent, who: Who, key: Key
) -> Response:
    """Send a command: it is taken in and dated first, then the case answers."""
    reached, envelope = await _envelope(who, case_id, command, sent, key)
    await who.note("send", actor=envelope.actor, case_id=case_id, command=command, command_id=key)
    try:
        answer = await who.desk.vade.send(case_id, command, envelope)
    except Received as later:
        if later.received_at is None:
            raise  # never at this door: it has a register
        return _accepted(
            Receipt(
                case_id=case_id,
                command_id=key,
                command=command,
                received_at=later.received_at,
                state="received",
                ask=where_to_ask(case_id, key),
            )
        )
    if answer.held is not None:
        held = await _receipt(who, reached, key)
        assert held is not None, "what is held has a receipt"
        # the register learns of the answer with the journal, a moment later
        return _accepted(held.model_copy(update={"state": "held", "answer": answer}))
    return JSONResponse(answer.model_dump(mode="json"))


@router.post(
    "/cases/{case_id}/commands/{command}/preview",
    responses=problems(404, 409),
)
async def preview(case_id: CaseId, command: CommandName, sent: CommandSent, who: Who) -> Preview:
    """Say what a command would lead to if it were sent now; nothing is taken in."""
    reached, envelope = await _envelope(who, case_id, command, sent, "preview")
    await who.note("preview", actor=envelope.actor, case_id=case_id, command=command)
    dated_lawfully(envelope)
    said = await who.desk.vade.preview(reached.case_id, command, envelope)
    ahead = previewed(case_id, said)
    if reached.sight is Sight.OFFICE:
        return ahead
    # what a letter says may be what others brought
    letters = tuple(each.model_copy(update={"facts": {}}) for each in ahead.letters)
    return ahead.model_copy(update={"letters": letters})


@router.get(
    "/cases/{case_id}/receipts/{command_id}",
    response_model=Receipt,
    responses={**UNCHANGED, **problems(404)},
)
async def receipt(case_id: CaseId, command_id: str, who: Who, request: Request) -> Response:
    """Ask what became of a command that was taken in."""
    reached = await who.reach(case_id, "read")
    found = await _receipt(who, reached, command_id)
    if found is None:
        await who.note("read", case_id=case_id, command_id=command_id[:80], why=HIDDEN)
        raise Denied(HTTPStatus.NOT_FOUND, "there is no such receipt")
    return tagged(request, found)


async def _envelope(
    who: Caller, case_id: str, command: str, sent: CommandSent, key: str
) -> tuple[Reached, Envelope]:
    reached = await who.reach(case_id, "send")
    understood(case_id, command)
    grant = await who.sender(reached, command, sent.role)
    kind = document(reached.process, command)
    if kind is None:
        raise NotFound(case_id)
    await held_to_kinds(who.desk.pool, spec_of(kind).rule, shaped(kind, sent.body))
    actor = actor_in(reached.process, grant)
    return reached, enveloped(case_id, command, sent, key, actor)


async def _receipt(who: Caller, reached: Reached, command_id: str) -> Receipt | None:
    """Return a receipt that is theirs, or their office's to see."""
    if "\0" in command_id:
        return None
    found = await who.desk.vade.receipt(reached.case_id, command_id)
    if found is None:
        return None
    actor = found.envelope.actor
    own = any(
        (grant.role, sealed(grant.id)) == (actor.role, sealed(actor.id)) for grant in reached.grants
    )
    if not own and reached.sight is not Sight.OFFICE:
        return None
    return receipt_of(found)


def _accepted(taken: Receipt) -> Response:
    headers = {"Location": taken.ask, "Retry-After": "2"}
    return JSONResponse(taken.model_dump(mode="json"), 202, headers=headers)
