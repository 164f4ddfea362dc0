"""The story of a case, told from its file, and told again from the top after every act.

A process writes its regulation as one coroutine, ``run``. What ``run`` waits for is a fact in the
case file and what it does has a key, so it can be read again at any time: a `Reading` walks the
text over a file, finds the facts that are there, has every effect once, and stops at the first
document that is missing. Where it stopped *is* the stage; what it waits for there are the commands
that the gate admits. The running workflow walks the same text, only that it waits instead of
stopping.

    class Loan(Story):
        async def run(self):
            request = await self.opened(Request)               # the filing that opened the case
            reply = self.open("reply", since=request)          # a term of the rulebook
            answer = await self.expect(Answer, within=reply)   # the document, or None on lapse
            ...
            return await self.close("granted", rule="L-3")
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NoReturn, overload

from pydantic import JsonValue

from workflows.kernel.act import Message, Reason, Role
from workflows.kernel.calendar import local_day
from workflows.kernel.file import CaseFile, Decision, M
from workflows.kernel.messages import Service
from workflows.kernel.process import Process
from workflows.kernel.records import Notice, Register, RegisterWrite
from workflows.kernel.rulebook import Rulebook
from workflows.kernel.term import (
    Term,
    TermState,
    dropped,
    met,
    open_term,
    paused,
    resumed,
)


class NotAccepted(Exception):
    """The filing that would open a case is not accepted; no case comes into being."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__(reasons[0].what)
        self.reasons = reasons


@dataclass(frozen=True)
class Queued:
    """A register decides whose turn it is: the queue of one stage (FIFO)."""

    stage: str
    rule: str
    register: str = Register.QUEUE


@dataclass(frozen=True)
class Expectation:
    """One document that the story waits for: what the gate admits, and how it judges it."""

    kind: type[Message]
    nth: int
    stage: str
    awaits: str
    """Role of who must act."""
    roles: tuple[Role, ...]
    rule: str
    term: str | None = None
    """Key of the term that runs for it."""
    closes: bool = False
    """Whether it can no longer come after the term's end."""
    unless: Callable[[Any], Iterable[Reason]] | None = None
    """What the process has against a document, if anything."""
    queue: Queued | None = None
    given: dict[str, JsonValue] = field(default_factory=dict)
    """Fields of the body that can have one value only."""

    @property
    def command(self) -> str:
        """Name of the command that brings the document."""
        return self.kind.command


class _Missing:
    """Awaited where a document is missing: hands control back to the reader."""

    def __await__(self) -> Generator[None, None, None]:
        yield


@dataclass
class Reading:
    """One walk through a story over a case file, with what it changed on the way."""

    process: Process
    file: CaseFile
    at: datetime
    """The instant from which everything opened or done on this walk counts."""
    awaited: tuple[Expectation, ...] = ()
    notices: list[Notice] = field(default_factory=list)
    registers: list[RegisterWrite] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    async def missing(self, awaited: tuple[Expectation, ...]) -> None:
        """Stop: the story cannot go on without one of these documents."""
        self.awaited = awaited
        await _Missing()

    async def closed(self) -> None:
        """Take note that the story has come to its end."""
        self.awaited = ()

    def next_key(self, kind: str) -> int:
        """Number the uses of a name along the text: the second walk counts alike."""
        self.counts[kind] += 1
        return self.counts[kind]

    def once(self, key: str) -> bool:
        """Say whether an effect is still to be had, and take note that it now was."""
        if key in self.file.done:
            return False
        self.file = self.file.model_copy(update={"done": (*self.file.done, key)})
        return True

    def put(self, term: Term) -> Term:
        """Put a changed term into the file."""
        self.file = self.file.with_term(term, at=self.at)
        return self.file.term(term.key)


def read(process: Process, file: CaseFile, at: datetime) -> Reading:
    """Walk a story over a file as far as its facts reach.

    Args:
        process: Whose story.
        file: The case file; the reading holds the changed copy.
        at: The instant from which what is done on this walk counts.

    Raises:
        NotAccepted: The text refuses the very filing that opens the case.
    """
    reading = Reading(process=process, file=file, at=at)
    story = process.story()
    teller = story.__new__(story)
    teller.follow(reading)
    walk = teller.run()
    try:
        walk.send(None)
    except StopIteration:
        return reading
    walk.close()
    return reading


class Story:
    """The vocabulary in which a process tells its regulation."""

    _reading: Reading

    def follow(self, reading: Reading) -> None:
        """Read from this reading; a story has no other state."""
        self._reading = reading

    def run(self, start: Any = None) -> Any:
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

    async def opened(self, kind: type[M]) -> M:
        """Return the filing that opened the case."""
        start = self.file.start
        application = kind.model_validate(start.body)
        application.filed(start.received_at, start.actor)
        return application

    def refuse(self, reasons: tuple[Reason, ...]) -> NoReturn:
        """Say no to the filing itself: no case comes into being.

        Raises:
            NotAccepted: always.
        """
        raise NotAccepted(reasons)

    # -- terms ---------------------------------------------------------------------------------

    def open(self, law: str, *, since: date | Message, awaits: Role | None = None) -> Term:
        """Open a term of the rulebook; the day it starts from is not counted (R-S.2).

        Args:
            law: Name of the row in the rulebook.
            since: The day it starts from, or the document on whose day it does.
            awaits: Who must act, where the row cannot say it.
        """
        row = self.rulebook.term(law)
        if awaits is not None:
            row = row.model_copy(update={"awaits": awaits})
        nth = self._reading.next_key(f"term/{row.rule}")
        key = row.rule if nth == 1 else f"{row.rule}#{nth}"
        if key in self.file.terms:
            return self.file.terms[key]
        starts_on = since if isinstance(since, date) else local_day(since.counts_from)
        return self._reading.put(
            open_term(row, key, starts_on, self._reading.at, self.file.calendar)
        )

    def meet(self, term: Term, *, by: Message) -> None:
        """Close a term because what it ran for has come."""
        current = self.file.term(term.key)
        if current.is_open:
            self._reading.put(met(current, by.counts_from))

    def pause(self, term: Term, reason: str, *, since: Message) -> None:
        """Stop a term's clock on the day of a filing."""
        nth = self._reading.next_key(f"pause/{term.key}")
        if self._reading.once(f"pause/{term.key}/{nth}"):
            on = local_day(since.counts_from)
            self._reading.put(paused(self.file.term(term.key), reason, on, self.file.calendar))

    def resume(self, term: Term, reason: str, *, since: date) -> Term:
        """Let a term's clock run on for what is left; the day itself is not counted."""
        nth = self._reading.next_key(f"resume/{term.key}")
        if self._reading.once(f"resume/{term.key}/{nth}"):
            self._reading.put(resumed(self.file.term(term.key), reason, since, self.file.calendar))
        return self.file.term(term.key)

    # -- documents -----------------------------------------------------------------------------

    @overload
    async def expect(
        self,
        kind: type[M],
        *,
        within: Term,
        unless: Callable[[M], Iterable[Reason]] | None = None,
        stage: str | None = None,
    ) -> M | None: ...
    @overload
    async def expect(
        self,
        kind: type[M],
        *,
        watch: Term | None = None,
        unless: Callable[[M], Iterable[Reason]] | None = None,
        stage: str | None = None,
        awaits: Role | None = None,
        queue: Queued | None = None,
        given: dict[str, JsonValue] | None = None,
    ) -> M: ...
    async def expect(
        self,
        kind: type[M],
        *,
        within: Term | None = None,
        watch: Term | None = None,
        unless: Callable[[M], Iterable[Reason]] | None = None,
        stage: str | None = None,
        awaits: Role | None = None,
        queue: Queued | None = None,
        given: dict[str, JsonValue] | None = None,
    ) -> M | None:
        """Wait for a document.

        Args:
            kind: Which document.
            within: Term at whose end it can no longer come; the answer is then None.
            watch: Term that runs for it and only reminds and escalates; the document meets it.
            unless: What the process has against a document that is sent; none of it: admitted.
            stage: Where the case stands meanwhile, if not as the process says for the command.
            awaits: Who must act, if not who the process says for the command.
            queue: The queue whose turn it must be.
            given: Fields of the body that can have one value only; shown to whoever sends it.
        """
        spec = self._reading.process.spec(kind.command)
        term = within or watch
        awaited = Expectation(
            kind=kind,
            nth=self._reading.next_key(f"expect/{kind.command}"),
            stage=stage or spec.stage,
            awaits=awaits or spec.roles[0],
            roles=(awaits,) if awaits else spec.roles,
            rule=term.rule if term and not term.law.administrative else spec.rule,
            term=term.key if term else None,
            closes=within is not None,
            unless=unless,
            queue=queue,
            given=given or {},
        )
        while (fact := self.file.fact(kind.command, awaited.nth)) is None:
            if within is not None and self.file.term(within.key).state is TermState.LAPSED:
                return None
            await self._reading.missing((awaited,))
        document = fact.read_as(kind)
        if watch is not None:
            self.meet(watch, by=document)
        return document

    async def served(
        self,
        rule: str,
        *,
        template: str,
        by: Role,
        after: date | None = None,
        facts: dict[str, JsonValue] | None = None,
    ) -> Service:
        """Draw up an official notification to the applicant and wait until it has been served.

        Service opens most terms; that a mail server took the message is not service. Until it is
        recorded, the serving office is awaited and reminded. Paper may have been served before
        its report was entered here, but not before ``after``, the day of what it answers (else of
        the filing).
        """
        notification = self.notify(rule, template=template, facts=facts)
        earliest = after or local_day(self.file.start.received_at)
        reminder = self.open("service", since=local_day(self._reading.at), awaits=by)
        return await self.expect(
            Service,
            watch=reminder,
            awaits=by,
            given={"notification": notification},
            unless=lambda service: _wrong_with_service(service, notification, rule, earliest),
        )

    # -- effects -------------------------------------------------------------------------------

    def notify(
        self,
        rule: str,
        *,
        template: str,
        to: str = Role.APPLICANT,
        facts: dict[str, JsonValue] | None = None,
    ) -> str:
        """Draw up one official notification; return the occasion that names it."""
        occasion = f"{rule}/{self._reading.next_key(f'notify/{rule}/{to}')}"
        if self._reading.once(f"notify/{occasion}/{to}"):
            self._reading.notices.append(
                Notice(
                    occasion=occasion,
                    addressee=to,
                    rule=rule,
                    kind="notification",
                    template=template,
                    dated_at=self._reading.at,
                    facts={"file_no": self.file.file_no, **(facts or {})},
                )
            )
        return occasion

    def enter(self, register: str, key: str, row: dict[str, JsonValue]) -> None:
        """Enter one row in an official register, with the journal entry that caused it."""
        if self._reading.once(f"register/{register}/{key}"):
            self._reading.registers.append(RegisterWrite(into=register, key=key, row=row))

    def enqueue(self, stage: str, *, received: Message) -> None:
        """Put the file in a stage's queue, by the instant of a filing."""
        nth = self._reading.next_key(f"queue/{stage}")
        self.enter(
            Register.QUEUE,
            f"{self.file.case_id}/{stage}/{nth}",
            {
                "stage": stage,
                "received_at": received.counts_from.isoformat(),
                "file_no": self.file.file_no,
            },
        )

    async def close(self, outcome: str, *, rule: str) -> Decision:
        """End the case: every open term falls away, and nothing is admitted any more."""
        if self.file.decision is None:
            for term in self.file.open_terms:
                self._reading.put(dropped(term, self._reading.at))
            decision = Decision(outcome=outcome, rule=rule, on=local_day(self._reading.at))
            self._reading.file = self.file.model_copy(update={"decision": decision})
        await self._reading.closed()
        assert self.file.decision is not None
        return self.file.decision


def _wrong_with_service(
    service: Service, notification: str, rule: str, after: date
) -> Iterable[Reason]:
    if service.notification != notification:
        yield Reason(
            rule=rule,
            what=f"{service.notification} is not the notification to be served now",
            why=f"the notification drawn up last is {notification}",
            do=f"record the service of {notification}",
        )
    if service.served_on > local_day(service.counts_from):
        yield Reason(
            rule=rule,
            what=f"served on {service.served_on}, which is still to come",
            why="service is recorded after it has taken place",
            do="record it on that day or later",
        )
    if service.served_on < after:
        yield Reason(
            rule=rule,
            what=f"served on {service.served_on}, before {after}",
            why="a notification cannot be served before what it answers",
            do="check the date on the receipt of service",
        )
