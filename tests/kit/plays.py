"""Plays: one case at the gate, act by act, without a server.

A play holds what a running case holds: the reading, and what was journalled, sent and registered.
Its clock runs from occasion to occasion as the keeper's does, and every act that the gate lets in
is checked against what must always hold: the chain, and a file that can be read again.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from pydantic import JsonValue, ValidationError

from workflows.kernel.case.command import Command
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.message import Envelope, StartMessage
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Begun, Entry, Notice, Opening, RegisterWrite, Verdict
from workflows.kernel.case.refusal import Reason, Refusal
from workflows.kernel.display import view
from workflows.kernel.judgement import clock, folding, gate, order
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.gate import Repeat
from workflows.kernel.judgement.opening import open_file
from workflows.kernel.law.agenda import Occasion
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.law.term import Term
from workflows.kernel.roles import Actor
from workflows.kernel.story.reading import Reading, read


def at(text: str) -> datetime:
    """Read an instant as clocks in Istanbul show it: ``2031-03-10T10:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=ISTANBUL)


@dataclass
class Play:
    """One case, played at the gate."""

    process: Process
    reading: Reading
    now: datetime
    journal: list[Entry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    registers: list[RegisterWrite] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    """What was brought to the gate and let in, in the order in which it was told."""
    opened_with: tuple[StartMessage, Opening] | None = None
    begun: list[Begun] = field(default_factory=list)
    """What it began with, and what it still knew of that once the applicant was forgotten."""
    proves: bool = True
    """Whether what must always hold is looked at after every act; a search plays without."""

    @classmethod
    def opens(
        cls, process: Process, start: StartMessage, opening: Opening, *, now: str | None = None
    ) -> Self:
        """Open a case; it is settled at its receipt unless said otherwise."""
        settled_at = at(now) if now else start.received_at
        case_id = process.case_id(start.file_no)
        opened = open_file(process, case_id, start, opening, settled_at)
        assert isinstance(opened, Admitted), opened
        play = cls(process, opened.reading, settled_at, opened_with=(start, opening))
        play.commit(opened)
        return play

    def forked(self) -> Self:
        """Return the same case as it stands, to go another way."""
        other = copy(self)
        other.journal, other.notices = [*self.journal], [*self.notices]
        other.registers, other.commands = [*self.registers], [*self.commands]
        other.begun = [*self.begun]
        return other

    @property
    def file(self) -> CaseFile:
        return self.reading.file

    @property
    def stage(self) -> str:
        return self.reading.stage

    @property
    def waiting_on(self) -> str | None:
        return self.reading.waiting_on

    @property
    def outcome(self) -> tuple[str, str, str] | None:
        """Outcome, its rule and its day; None while the case is open."""
        decision = self.file.decision
        return None if decision is None else (decision.outcome, decision.rule, str(decision.on))

    @property
    def soon(self) -> str:
        """An hour from now, as clocks in Istanbul show it."""
        return _shown(self.now + timedelta(hours=1))

    def term(self, key: str) -> Term:
        return self.file.term(key)

    def due(self, key: str) -> str:
        """Last instant of a term as clocks in Istanbul show it, or how it stands without one."""
        term = self.term(key)
        return term.state.value if term.due_at is None else _shown(term.due_at)

    def told(self, rule: str = "") -> list[tuple[str, str, str]]:
        """Occasion, addressee and day of every notice, of one rule or of all."""
        return [
            (n.occasion, n.addressee, _shown(n.dated_at)[:10])
            for n in self.notices
            if rule in {"", n.rule}
        ]

    def said(self, template: str) -> list[tuple[str, str, dict[str, JsonValue]]]:
        """Occasion, addressee and what it says of every letter of a kind, but its file number."""
        told = [n for n in self.notices if n.template == template]
        assert all(n.facts["file_no"] == self.file.file_no for n in told)
        return [
            (n.occasion, n.addressee, {k: v for k, v in n.facts.items() if k != "file_no"})
            for n in told
        ]

    def entered(self, register: str) -> list[tuple[str, dict[str, JsonValue]]]:
        """Key within the case, and row, of all that was entered in a register."""
        own = self.file.case_id
        return [
            (each.key.removeprefix(own).removeprefix("/"), each.row)
            for each in self.registers
            if each.into == register
        ]

    def effects(self) -> dict[str, Any]:
        """What the last act led to, as the journal has it."""
        effects = self.journal[-1].effects
        assert isinstance(effects, dict)
        return effects

    def entries(self, *kinds: str) -> list[tuple[str, str, str]]:
        """Kind, name and instant of the journal entries of some kinds."""
        return [(e.kind, e.name, _shown(e.counts_from)) for e in self.journal if e.kind in kinds]

    # -- commands ------------------------------------------------------------------------------

    def command(
        self,
        name: str,
        role: str,
        received: str,
        body: Mapping[str, JsonValue] | None = None,
        *,
        actor: str | None = None,
        command_id: str | None = None,
        register_no: str | None = None,
        first: str | None = None,
        known: Mapping[str, JsonValue] | None = None,
        granted: bool = True,
    ) -> Command:
        """Write a command that counts from an instant.

        Args:
            name: Name of the command.
            role: Who sends it.
            received: The instant from which it counts.
            body: The document.
            actor: Who it is, if not the one person whom the office has here.
            command_id: Its ID, if not one that no other command here has.
            register_no: Of a paper that the registry files.
            first: The file that the queue says comes first; none: it is this one's turn.
            known: What the register that has to be asked says.
            granted: Whether it lets the command pass.
        """
        envelope = Envelope(
            command_id=command_id or f"{name}/{received}".replace("/", "."),
            received_at=at(received),
            register_no=register_no,
            actor=self.actor(role, actor),
            body=dict(body or {}),
        )
        command = Command(name=name, envelope=envelope, counts_from=at(received))
        facts: dict[str, JsonValue] = {"first": first} if first else dict(known or {})
        verdict = Verdict(granted=granted and first is None, facts=facts)
        return command.model_copy(update={"verdict": verdict}) if self._asked(command) else command

    def actor(self, role: str, person: str | None = None) -> Actor:
        """Say who acts for an office: the one person whom it has here, or another."""
        return Actor(role=role, id=person or f"{role}-1")

    def _asked(self, command: Command) -> bool:
        """Whether a register has to be asked; of a body that cannot be read nobody asks."""
        try:
            return gate.question_for(self.reading, command) is not None
        except ValidationError:
            return False

    def judge(self, command: Command, *, now: str | None = None) -> Admitted | Repeat | Refusal:
        """Let the clock run until a command comes, and bring it to the gate."""
        self.until(now or _shown(command.counts_from))
        judged = order.admit(self.reading, command, self.now)
        if isinstance(judged, Admitted):
            self.commands.append(command)
            self.commit(judged)
        return judged

    def send(
        self,
        name: str,
        role: str,
        received: str,
        body: Mapping[str, JsonValue] | None = None,
        *,
        now: str | None = None,
        **more: Any,
    ) -> Entry:
        """Send a command that is admitted; return its journal entry."""
        judged = self.judge(self.command(name, role, received, body, **more), now=now)
        assert isinstance(judged, Admitted), judged
        return judged.entry

    def refused(
        self,
        name: str,
        role: str,
        received: str,
        body: Mapping[str, JsonValue] | None = None,
        *,
        now: str | None = None,
        **more: Any,
    ) -> tuple[Reason, ...]:
        """Send a command that is refused; return all reasons."""
        judged = self.judge(self.command(name, role, received, body, **more), now=now)
        assert isinstance(judged, Refusal), f"{name} was not refused"
        return judged.reasons

    # -- the clock -----------------------------------------------------------------------------

    def until(self, instant: str) -> None:
        """Let the clock run up to an instant, waking up at every occasion."""
        while (occasion := self._upcoming()) is not None and occasion.at <= at(instant):
            self.now = max(self.now, occasion.at)
            self.settle()
        self.now = max(self.now, at(instant))

    def alone(self) -> None:
        """Let the clock run until the case is closed, or nothing more comes by itself."""
        while (occasion := self._upcoming()) is not None:
            self.now = max(self.now, occasion.at)
            self.settle()

    def outage(self, until: str, *arrived: Command) -> list[Admitted | Repeat | Refusal]:
        """Sleep through every occasion up to an instant; settle then what has arrived meanwhile."""
        self.now = at(until)
        return self.settle(*arrived)

    def settle(self, *arrived: Command) -> list[Admitted | Repeat | Refusal]:
        """Settle commands and occasions in the order of the instants from which they count."""
        commands, judged = sorted(arrived, key=lambda c: c.place), []
        while True:
            due = self._due()
            if commands and (due is None or clock.comes_before(commands[0], self.file, due)):
                judged.append(order.admit(self.reading, commands.pop(0), self.now))
                if isinstance(judged[-1], Admitted):
                    self.commit(judged[-1])
            elif due is not None:
                self.commit(clock.tick(self.reading, due, self.now))
            else:
                return judged

    def _upcoming(self) -> Occasion | None:
        return None if self.file.decision is not None else view.next_of(self.file)

    def _due(self) -> Occasion | None:
        if self.file.decision is not None:
            return None
        come = self.file.agenda.due(self.now)
        return min(come, key=lambda o: clock.counts_from(self.file, o), default=None)

    # -- what must always hold -----------------------------------------------------------------

    def answers_itself(self) -> None:
        """Let the case ask its registers what its story waits for from nobody else."""
        while (own := gate.own_command(self.reading)) is not None:
            verdict = Verdict(granted=True, facts=self.known_of(own))
            asked = gate.admit(self.reading, own.model_copy(update={"verdict": verdict}), self.now)
            assert isinstance(asked, Admitted), asked
            self._take_over(asked)

    def known_of(self, own: Command) -> dict[str, JsonValue]:
        """Say what the registers answer when the case asks by itself; a play of one knows."""
        raise NotImplementedError(own.name)

    def commit(self, admitted: Admitted) -> None:
        """Take over what the gate let happen, and what the case asks itself upon it."""
        self._take_over(admitted)
        self.answers_itself()
        if (pending := order.next_release(self.reading, self.now)) is not None:
            released = order.release(self.reading, pending, self._known(pending.command), self.now)
            self.commit(released)

    def _known(self, command: Command) -> Command:
        """Return a command as it was sent, with what the register says; a play may know better."""
        return command

    def _fold(self, admitted: Admitted) -> None:
        """Tell the last act again from the journal alone."""
        entry = _kept(admitted.entry)
        if entry.n == 1:
            assert admitted.begun is not None
            begun = Begun.model_validate_json(admitted.begun.model_dump_json())
            again: Admitted | Repeat | Refusal = folding.opened(
                self.process, admitted.file.case_id, begun, entry
            )
        else:
            again = folding.told(self.reading, entry)
        assert folding.held_same(again, entry).file == admitted.file

    def _take_over(self, admitted: Admitted) -> None:
        last = self.journal[-1] if self.journal else None
        assert admitted.entry.n == (last.n + 1 if last else 1)
        assert admitted.entry.previous_hash == (last.hash if last else "0" * 64)
        assert (admitted.file.n, admitted.file.hash) == (admitted.entry.n, admitted.entry.hash)
        if self.proves:
            assert_reads_the_same(admitted.reading, self.now)
            self._fold(admitted)
        self.reading = admitted.reading
        self.journal.append(admitted.entry)
        self.notices += admitted.notices
        self.registers += admitted.registers
        self.begun += [admitted.begun] if admitted.begun is not None else []


def assert_folds(begun: Begun, play: Play) -> None:
    """Tell a whole case again from its journal: the same file comes out."""
    process, case_id = play.process, play.file.case_id
    told = folding.fold(process, case_id, begun, [_kept(entry) for entry in play.journal])
    assert told.file == play.file
    assert told.file.model_dump_json() == play.file.model_dump_json()


def _kept(entry: Entry) -> Entry:
    """Return an entry as it comes out of the journal."""
    return Entry.model_validate_json(entry.model_dump_json())


def assert_reads_the_same(reading: Reading, now: datetime) -> None:
    """Carry a file as continue-as-new does and read it again: nothing may happen twice."""
    carried = CaseFile.model_validate_json(reading.file.model_dump_json())
    again = read(reading.process, carried, now)
    assert again.file == reading.file
    assert (again.notices, again.registers) == ([], [])
    assert (again.stage, again.waiting_on) == (reading.stage, reading.waiting_on)
    assert _open_for(again.awaited) == _open_for(reading.awaited)


def _open_for(awaited: Iterable[Any]) -> list[tuple[Any, ...]]:
    return [(e.kind, e.nth, e.stage, e.roles, e.rule, e.term, e.closes, e.aside) for e in awaited]


def _shown(instant: datetime) -> str:
    return instant.astimezone(ISTANBUL).replace(tzinfo=None).isoformat(timespec="seconds")
