"""The service through Temporal and the database: for what runs beside Vade and is trusted.

Who acts is what the caller says. Identity is proven at the HTTP door, and nowhere else.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from activities.access import Unopened, filed_by
from activities.database import OUTAGE, Connection, Pool
from activities.journal.projection import CaseRow, list_cases, one_case, timeline
from starter.client.answers import Filing, NotFound, OutOfReach, Refused
from starter.client.fitting import dated_lawfully
from starter.client.models import (
    CaseShown,
    CommandSent,
    FilingSent,
    Filters,
    Opened,
    Page,
    Receipt,
    TimeLine,
)
from starter.client.opening import started_by
from starter.client.processes import PROCESSES, process_of
from starter.client.shown import (
    case_of,
    enveloped,
    opened,
    page_of,
    receipt_of,
    step_of,
    unopened,
    wanted_by,
)
from starter.client.vade import Vade
from workflows.kernel.case.message import Answer, OpenTerm
from workflows.kernel.case.process import Process
from workflows.kernel.display.view import TermView, View
from workflows.kernel.judgement.gate import Preview
from workflows.kernel.roles import Actor
from workflows.kernel.values import digest


class DirectVade:
    """The service for one actor, through Temporal and the database.

    Args:
        vade: The typed client.
        pool: The database.
        actor: Who acts, in which role. It is believed.
    """

    def __init__(self, vade: Vade, pool: Pool, actor: Actor) -> None:
        self._vade = vade
        self._pool = pool
        self._actor = actor

    async def open(self, process: str, filing: FilingSent, key: str) -> Opened:
        """Open a case; `CaseService.open`."""
        found = _process(process)
        sent = Filing(
            file_no=filing.file_no,
            received_at=filing.received_at,
            register_no=filing.register_no,
            actor=self._actor,
            body=filing.body,
        )
        claim = digest([self._actor.model_dump(mode="json"), key])
        started = await self._vade.start(found, sent, claim=claim, waits=True)
        return await opened(self._pool, started)

    async def send(self, case_id: str, command: str, sent: CommandSent, key: str) -> Answer:
        """Send a command; `CaseService.send`."""
        envelope = enveloped(case_id, command, sent, key, self._actor)
        return await self._vade.send(case_id, command, envelope)

    async def preview(self, case_id: str, command: str, sent: CommandSent) -> Preview:
        """Try a command; `CaseService.preview`."""
        envelope = enveloped(case_id, command, sent, "preview", self._actor)
        dated_lawfully(envelope)
        return previewed(case_id, await self._vade.preview(case_id, command, envelope))

    async def receipt(self, case_id: str, command_id: str) -> Receipt:
        """Ask for a receipt; `CaseService.receipt`."""
        found = await self._vade.receipt(case_id, command_id)
        if found is None:
            raise NotFound(case_id, f"has no receipt {command_id}")
        return receipt_of(found)

    async def case(self, case_id: str) -> CaseShown:
        """Show a case; `CaseService.case`."""
        async with self._read() as conn:
            found = await self._found(conn, case_id)
        view = await viewed(self._vade, case_id)
        return case_of(found, view) if isinstance(found, CaseRow) else unopened(found, view)

    async def terms(self, case_id: str) -> tuple[OpenTerm, ...]:
        """List open terms; `CaseService.terms`."""
        return open_terms(await self._vade.view(case_id))

    async def why(self, case_id: str, term: str = "") -> tuple[TermView, ...]:
        """Explain dates; `CaseService.why`."""
        explained = await self._vade.why(case_id, term)
        if term and not explained:
            raise NotFound(case_id, f"has no term {term}")
        return explained

    async def timeline(self, case_id: str, lang: str = "tr") -> TimeLine:
        """Return the journal; `CaseService.timeline`."""
        async with self._read() as conn:
            await self._found(conn, case_id)
            entries = await timeline(conn, case_id)
        process = process_of(case_id)
        assert process is not None, "what was opened belongs to a process"
        steps = tuple(step_of(process, entry, lang) for entry in entries)
        return TimeLine(case_id=case_id, entries=steps)

    async def cases(self, asked: Filters) -> Page:
        """List cases; `CaseService.cases`. Whoever is trusted sees all of them."""
        wanted = wanted_by(asked, datetime.now(UTC), None)
        async with self._read() as conn:
            found = await list_cases(conn, wanted, limit=asked.limit + 1)
        return page_of(found, wanted, asked.limit)

    async def _found(self, conn: Connection, case_id: str) -> CaseRow | Unopened:
        """Return what is recorded of a case, or how the actor has filed it."""
        row = await one_case(conn, case_id)
        filed = () if row else await filed_by(conn, case_id, self._actor)
        found = row or await started_by(self._vade.registry, filed)
        if found is None:
            raise NotFound(case_id)
        return found

    @asynccontextmanager
    async def _read(self) -> AsyncIterator[Connection]:
        await self._vade.recorded()
        try:
            async with self._pool.acquire() as conn:
                yield conn
        except (*OUTAGE, TimeoutError) as outage:
            raise OutOfReach("the database does not answer") from outage


async def viewed(vade: Vade, case_id: str) -> View | None:
    """Return how a case stands now; none where no worker answers, or Temporal has let it go."""
    try:
        return await vade.view(case_id)
    except (OutOfReach, NotFound):
        return None


def open_terms(view: View) -> tuple[OpenTerm, ...]:
    """Return the open terms of a case."""
    return tuple(
        OpenTerm(rule=each.rule, key=each.key, due_at=each.due_at, state=each.state)
        for each in view.terms
    )


def previewed(case_id: str, said: object) -> Preview:
    """Return what a case has said to a dry run.

    Raises:
        OutOfReach: It is still being opened.
    """
    if said is None:
        raise OutOfReach(f"{case_id} is still being opened")
    return Preview.model_validate(said)


def _process(name: str) -> Process:
    if name not in PROCESSES:
        raise Refused.because(
            "V-4",
            what=f"there is no process {name}",
            why=f"the processes are {', '.join(PROCESSES)}",
            do="file with one of these",
        )
    return PROCESSES[name]
