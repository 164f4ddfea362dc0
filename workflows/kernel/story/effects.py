"""What a story leaves behind: notices, rows in registers, and what the case file forgets.

Every effect has a key and happens once, however often the text is walked.
"""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from pydantic import JsonValue

from workflows.kernel.case.file import FORGOTTEN, POINTED_OUT, CaseFile, sealed
from workflows.kernel.case.letters import Letter
from workflows.kernel.case.message import M, Message
from workflows.kernel.case.records import RegisterWrite
from workflows.kernel.case.rows import QueuePlace, Row
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.roles import Actor, Role
from workflows.kernel.story.reading import Reading


class Effects:
    """The half of the vocabulary that has effects; see `Story` for the other."""

    _reading: Reading

    def follow(self, reading: Reading) -> None:
        """Read from this reading; a story has no other state."""
        self._reading = reading

    def run(self) -> Any:
        """Tell the story; every process has its own."""
        raise NotImplementedError

    @property
    def file(self) -> CaseFile:
        """The case file as far as it has been read."""
        return self._reading.file

    @property
    def rulebook(self) -> Rulebook:
        """The recorded rulebook edition."""
        return self.file.rulebook

    @property
    def text(self) -> int:
        """The edition of the text by which this case is told; what changes the count asks it."""
        return self.file.text

    @property
    def today(self) -> date:
        """The day from which everything opened or done at this point of the text counts."""
        return self.file.calendar.local_day(self._reading.at)

    def number(self, name: str) -> int:
        """Number the uses of a name along the text, 1 the first; the same on every walk."""
        return self._reading.next_key(name)

    def settled_once(
        self, name: str, compute: Callable[[], JsonValue], *, nth: int | None = None
    ) -> Any:
        """Settle once what the text branches on and no document says: a day, the calendar.

        What is found when the walk first comes by is kept in the case file, so that a decree does
        not rewrite what has happened.

        Args:
            name: What is settled; its uses are numbered along the text.
            compute: Finds it; called on the first walk only.
            nth: Which one of its name, where the story counts them itself.
        """
        nth = nth or self.number(f"settled/{name}")
        return self._reading.settled_once(f"{name}/{nth}", compute)

    def addressees(self, role: str) -> tuple[str, ...]:
        """Return whom letters to a role reach in this case."""
        return self._reading.process.addressees(self.file, role)

    def documents(self, kind: type[M]) -> list[M]:
        """Return all documents of a kind that have come so far, in their order."""
        return [fact.read_as(kind) for fact in self.file.facts_of(kind.command).values()]

    def documents_of(self, *kinds: type[Message]) -> list[Any]:
        """Return the documents of several kinds that have come so far, in one order."""
        by_name = {kind.command: kind for kind in kinds}
        return [fact.read_as(by_name[fact.name]) for fact in self.file.facts_of_any(by_name)]

    def forget_applicant(
        self, anew: Callable[[], dict[str, JsonValue]], *, answers: Collection[str] = ()
    ) -> None:
        """Take out of the case file who applied; from here on only the dossier knows.

        Args:
            anew: Writes the application without anything that names or identifies the applicant.
            answers: What the opening knows that does, by name.
        """
        if self._reading.once(FORGOTTEN):
            actor = self.file.start.actor
            unknown = Actor(role=actor.role, id=sealed(actor.id))
            start = self.file.start.model_copy(update={"body": anew(), "actor": unknown})
            known = {k: v for k, v in self.file.opening.known.items() if k not in answers}
            opening = self.file.opening.model_copy(update={"known": known})
            self._reading.file = self.file.model_copy(update={"start": start, "opening": opening})

    def first_time(self, what: str) -> bool:
        """Return whether the text comes by something for the first time, by its name."""
        return self._reading.once(what)

    def notify(
        self, letter: Letter, *, rule: str, to: str = Role.APPLICANT, about: str | None = None
    ) -> str:
        """Issue one official notification; return the occasion that names it.

        Args:
            letter: What it says.
            rule: What asks for it.
            to: Whom it goes to.
            about: What it is about, where the text does not count such letters in its order.
        """
        reading = self._reading
        occasion = f"{rule}/{about or reading.next_key(f'notify/{rule}/{to}')}"
        if reading.once(f"notify/{occasion}/{to}"):
            reading.notify(letter, occasion=occasion, rule=rule, to=to)
        return occasion

    def point_out(self, what: str) -> None:
        """Have an operator look at something that no command can mend any more, once.

        Args:
            what: The rule, and an opaque key: ``C-8.5/t-1``; every role may see it.
        """
        if self._reading.once(f"attention/{what}"):
            attention = (*self.file.attention, f"{POINTED_OUT}{what}")
            self._reading.file = self.file.model_copy(update={"attention": attention})

    def enter(self, row: Row, key: str) -> None:
        """Enter one row in an official register, with the journal entry that caused it.

        Args:
            row: The row; it names its register.
            key: Unique within the register: what is entered under it once stays.
        """
        if self._reading.once(f"register/{row.register}/{key}"):
            written = RegisterWrite(into=row.register, key=key, row=row.written())
            self._reading.registers.append(written)

    def enqueue(self, stage: str, *, received: Message) -> None:
        """Put the file in a stage's queue, by the instant of a filing."""
        nth = self._reading.next_key(f"queue/{stage}")
        place = QueuePlace(stage=stage, received_at=received.counts_from, file_no=self.file.file_no)
        self.enter(place, f"{self.file.case_id}/{stage}/{nth}")
