"""Rows of official registers, as typed values: each process declares its own.

A row is written with the journal entry that caused it; its key is unique within the register.
"""

from typing import ClassVar

from pydantic import AwareDatetime, JsonValue

from workflows.kernel.case.records import Register
from workflows.kernel.values import Frozen


class Row(Frozen):
    """One row of a register."""

    register: ClassVar[str]
    """Name of the register: ``books``."""

    def written(self) -> dict[str, JsonValue]:
        """Return it as the journal and the register keep it."""
        return self.model_dump(mode="json")


class CaseToOpen(Row):
    """A case of another process that this one opens by what it has come to.

    It is started under a claim of this row's key, so that it is opened once.
    """

    register: ClassVar[str] = Register.OPENINGS
    process: str
    received_at: AwareDatetime
    """The instant from which the filing counts: that of the act which opens it."""
    body: dict[str, JsonValue]
    """The filing. Of its ``applicant`` the dossier tells ``key`` and ``institution``."""


class CaseToTell(Row):
    """What another open case learns by what this one has come to: a command, by its receipt.

    It is told like any other command, in the order of receipt and once; a case that is not there,
    or is over, is told nothing.
    """

    register: ClassVar[str] = Register.TELLINGS
    case_id: str
    """The other case."""
    command: str
    received_at: AwareDatetime
    """The instant from which the command counts: that of the act which it tells of."""
    body: dict[str, JsonValue]


class QueuePlace(Row):
    """A file's place in the queue of a stage, by the instant of a filing."""

    register: ClassVar[str] = Register.QUEUE
    stage: str
    received_at: AwareDatetime
    file_no: str
