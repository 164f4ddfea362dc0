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


class QueuePlace(Row):
    """A file's place in the queue of a stage, by the instant of a filing."""

    register: ClassVar[str] = Register.QUEUE
    stage: str
    received_at: AwareDatetime
    file_no: str
