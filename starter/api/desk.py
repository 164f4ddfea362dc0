"""What the routes work with, and who stands before them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from activities.access import Access, Unopened, filed_by, note_access
from activities.database import Connection, Pool, transaction
from activities.documents import Store
from activities.journal.projection import CaseRow, Wanted, list_cases
from starter.api.access.policy import Grant, Policy, knows
from starter.api.access.reach import Sight, eyes_of, may_send, sight_of
from starter.api.access.tokens import Claims, NotProven, Tokens
from starter.api.limits import UPLOADS, UPLOADS_OF_ONE, Rate, Slots
from starter.api.problems import Denied
from starter.client.opening import started_by
from starter.client.processes import process_of
from starter.client.vade import Vade
from workflows.kernel.case.process import Process
from workflows.kernel.roles import Actor

_BEARER: Final = HTTPBearer(auto_error=False, description="Of the issuer that Vade trusts (OIDC).")

HIDDEN: Final = "there is no such case"
"""What is said of a case that is not theirs: not even that there is one."""


@dataclass(frozen=True)
class Desk:
    """What a request is served with."""

    vade: Vade
    pool: Pool
    tokens: Tokens
    policy: Policy
    rate: Rate
    strangers: Rate
    """For whoever is not recognised, by address."""
    store: Store
    """Of documents."""
    uploads: Slots = field(default_factory=lambda: Slots(UPLOADS, UPLOADS_OF_ONE))
    issue: Callable[[Actor], str] | None = None
    """Gives tokens of the stack's own; none where an issuer does."""


@dataclass(frozen=True)
class Reached:
    """A case within somebody's reach."""

    case_id: str
    process: Process
    grants: tuple[Grant, ...]
    """Those by which it is."""
    row: CaseRow | None
    unopened: Unopened | None = None

    @property
    def sight(self) -> Sight:
        """How much they see: whoever has two roles in a case sees what both may see."""
        return min(sight_of(self.process, grant) for grant in self.grants)


@dataclass(frozen=True)
class Caller:
    """Somebody who is proven, and what the policy gives them."""

    desk: Desk
    subject: str
    grants: tuple[Grant, ...]
    claims: Claims
    """What their token says of them; the policy reads it."""

    async def reach(self, case_id: str, act: str) -> Reached:
        """Return a case that is theirs; whatever becomes of it is on record.

        Raises:
            Denied: It is not, or there is none; the answer is the same.
        """
        async with self.desk.pool.acquire() as conn:
            found = await self.within(conn, case_id)
        if found is None:
            await self.note(act, case_id=case_id, why=HIDDEN)
            raise Denied(HTTPStatus.NOT_FOUND, HIDDEN)
        return found

    async def within(self, conn: Connection, case_id: str) -> Reached | None:
        """Return a case that is theirs; none if it is not, or there is none."""
        process = process_of(case_id)
        known = () if process is None else [g for g in self.grants if knows(process, g)]
        if process is None or not known:
            return None
        return await self._found(conn, process, case_id, known)

    async def _found(
        self, conn: Connection, process: Process, case_id: str, known: Iterable[Grant]
    ) -> Reached | None:
        reaching, row = [], None
        for grant in known:
            wanted = Wanted(case_ids=(case_id,), closed_too=True, eyes=eyes_of([grant]))
            if seen := (await list_cases(conn, wanted)).cases:
                reaching.append(grant)
                row = seen[0]
        if row is not None:
            return Reached(case_id, process, tuple(reaching), row)
        for grant in known:
            filed = await filed_by(conn, case_id, grant.actor)
            if (started := await started_by(self.desk.vade.registry, filed)) is not None:
                return Reached(case_id, process, (grant,), None, started)
        return None

    async def sender(self, reached: Reached, command: str, role: str | None) -> Grant:
        """Return by which of their roles they send a command; a denial is on record.

        Raises:
            Denied: None of them sends it, or several do and they do not say which.
        """
        rule = _rule_of(reached.process, command)
        fitting = [
            grant
            for grant in reached.grants
            if may_send(reached.process, grant, command) and role in {None, grant.role}
        ]
        if not fitting:
            why = f"{command} is not for {role or ' or '.join(g.role for g in reached.grants)}"
            await self.note("send", case_id=reached.case_id, command=command, why=why)
            raise Denied(HTTPStatus.FORBIDDEN, why, rule)
        return self.one_of(fitting)

    def one_of(self, grants: list[Grant]) -> Grant:
        """Return the one grant there is.

        Raises:
            Denied: There are several, and which one is meant is theirs to say.
        """
        if len({grant.actor for grant in grants}) > 1:
            roles = ", ".join(grant.role for grant in grants)
            raise Denied(HTTPStatus.FORBIDDEN, f"say in which role you act, one of {roles}")
        return grants[0]

    async def note(
        self,
        act: str,
        *,
        actor: Actor | None = None,
        case_id: str | None = None,
        command: str | None = None,
        command_id: str | None = None,
        why: str | None = None,
    ) -> None:
        """Put on record what they did, or were denied and why."""
        access = Access(
            act=act,
            allowed=why is None,
            subject=self.subject,
            actor=actor or (self.grants[0].actor if self.grants else None),
            case_id=case_id,
            command=command,
            command_id=command_id,
            why=why,
        )
        async with transaction(self.desk.pool) as conn:
            await note_access(conn, access)


def _rule_of(process: Process, command: str) -> str:
    try:
        return process.spec(command).rule
    except KeyError:
        return "V-4"


def desk_of(request: Request) -> Desk:
    """Return what this application serves with."""
    desk: Desk = request.app.state.desk
    return desk


async def caller(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
    role: Annotated[str | None, Header(alias="Vade-Role", max_length=40)] = None,
) -> Caller:
    """Recognise whoever asks.

    Raises:
        Denied: Nobody is proven, or the policy gives them nothing.
        TooMany: They ask more often than they may.
    """
    token = None if bearer is None else bearer.credentials
    return await recognised(request, token, role)


async def recognised(request: Request, token: str | None, role: str | None = None) -> Caller:
    """Return who holds a token; raises like `caller`."""
    desk = desk_of(request)
    address = request.client.host if request.client else "nowhere"
    if token is None:
        desk.strangers.take(address)
        raise Denied(HTTPStatus.UNAUTHORIZED, "say who you are: a bearer token is missing")
    try:
        claims = await desk.tokens.proven(token)
    except NotProven as no:
        desk.strangers.take(address)
        access = Access(act="identify", allowed=False, why=str(no))
        async with transaction(desk.pool) as conn:
            await note_access(conn, access)
        raise Denied(HTTPStatus.UNAUTHORIZED, f"the token proves nobody: {no}") from no
    subject = f"{claims['iss']}|{claims['sub']}"
    desk.rate.take(subject)
    grants = desk.policy.grants(claims)
    given = tuple(grant for grant in grants if role in {None, grant.role})
    found = Caller(desk, subject[:300], given, claims)
    if not given:
        why = "the policy gives your token no role" + ("" if role is None else f" as {role}")
        await found.note("identify", why=why)
        raise Denied(HTTPStatus.FORBIDDEN, why)
    return found


Who = Annotated[Caller, Depends(caller)]
