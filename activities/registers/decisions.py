"""How a register is asked, and the one that decides for every process: whose turn it is.

A decision is made under a lock, and what was granted under a command ID is granted again.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeAlias, TypeVar

from pydantic import AwareDatetime, ValidationError
from temporalio.exceptions import ApplicationError

from activities.database import Connection, queries
from activities.faults import Unusable
from workflows.kernel.case.records import Decide, Register, RegisterWrite, Verdict
from workflows.kernel.values import Frozen, digest

_SQL = queries("registers/decisions")

Wanted = TypeVar("Wanted", bound=Frozen)

Decider: TypeAlias = Callable[[Connection, Decide], Awaitable[Verdict]]
"""Decides for one register, in the transaction that keeps what it decides."""

Writer: TypeAlias = Callable[[Connection, str, int, RegisterWrite], Awaitable[None]]
"""Keeps a row in a table of its own: case, journal entry that accounts for it, and the row."""


class NotYetQueued(ApplicationError):
    """The file's place in the queue is not recorded yet; asked again in a moment, it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message, type="NotYetQueued")


class Place(Frozen):
    """A file's place in the queue of a stage."""

    stage: str
    received_at: AwareDatetime
    file_no: str


class _TakeUp(Frozen):
    stage: str
    file_no: str
    rule: str


def request_of(asked: Decide, shape: type[Wanted]) -> Wanted:
    """Read what a register is asked.

    Raises:
        Unusable: It has another shape.
    """
    try:
        return shape.model_validate(asked.request)
    except ValidationError as wrong:
        raise Unusable(f"the {asked.by} cannot read the request of {asked.command_id}") from wrong


async def subject_of(conn: Connection, case_id: str) -> str:
    """Return the applicant of a case, by the key in the dossier.

    Raises:
        Unusable: The dossier does not say.
    """
    subject: str | None = await conn.fetchval(_SQL["subject_of"], case_id)
    if subject is None:
        raise Unusable(f"{case_id}: the dossier does not say whose case it is")
    return subject


async def once(
    conn: Connection, asked: Decide, decide: Callable[[], Awaitable[Verdict]]
) -> Verdict:
    """Return the verdict granted before under this command to this question, or decide now.

    Args:
        conn: In a transaction that holds the lock under which the register decides.
        asked: What is to be decided.
        decide: The decision itself. A refusal binds nobody: the command may be tried again.
    """
    question = _question(asked)
    known = await conn.fetchval(_SQL["verdict"], asked.case_id, asked.command_id, question)
    if known is not None:
        return Verdict.model_validate(known)
    verdict = await decide()
    if verdict.granted:
        granted = verdict.model_dump(mode="json")
        kept = (asked.case_id, asked.command_id, asked.by, granted, question)
        await conn.execute(_SQL["keep_verdict"], *kept)
    return verdict


def _question(asked: Decide) -> str:
    return digest({"by": asked.by, "request": asked.request})


async def take_turn(conn: Connection, asked: Decide) -> Verdict:
    """Give a file its turn in the queue of a stage, or name the one that comes first."""
    wanted = request_of(asked, _TakeUp)
    granted = Verdict(granted=True, facts={"rule": wanted.rule})
    row = await conn.fetchrow(
        _SQL["take_next"],
        *(asked.case_id, asked.command_id, asked.by, wanted.stage, wanted.file_no),
        *(_question(asked), granted.model_dump(mode="json")),
    )
    assert row is not None, "it is one row, whatever it says"
    if row["known"] is not None:
        return Verdict.model_validate(row["known"])
    if not row["has_place"]:
        raise NotYetQueued(f"{asked.case_id} has no place in the queue of {wanted.stage} yet")
    if row["first"] is not None:
        return Verdict(granted=False, facts={"rule": wanted.rule, "first": row["first"]})
    return granted


DECIDERS: Final[Mapping[str, Decider]] = {Register.QUEUE: take_turn}

AT_ONCE: Final = frozenset({Register.QUEUE})
"""Registers that decide and keep what they decide by one statement."""

SHAPES: Final[Mapping[str, type[Frozen]]] = {Register.QUEUE: Place}
"""Registers whose rows the statement that records a batch puts into tables of their own."""
