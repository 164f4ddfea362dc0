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

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, NoReturn, overload

from pydantic import JsonValue

from workflows.kernel.act import Message, Reason, Role
from workflows.kernel.calendar import local_day
from workflows.kernel.effects import Effects
from workflows.kernel.file import Decision, M
from workflows.kernel.messages import Service
from workflows.kernel.reading import (
    Awaited,
    Ending,
    Expectation,
    Interrupted,
    NotAccepted,
    Question,
)
from workflows.kernel.reasons import wrong_with_service
from workflows.kernel.term import (
    OnEnd,
    Term,
    TermLaw,
    TermState,
    dropped,
    met,
    open_term,
    paused,
    resumed,
)


class Story(Effects):
    """The vocabulary in which a process tells its regulation."""

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

    def open(
        self,
        law: str,
        *,
        since: date | Message,
        awaits: Role | None = None,
        days: int | None = None,
        nth: int | None = None,
    ) -> Term:
        """Open a term of the rulebook; the day it starts from is not counted (R-S.2).

        Args:
            law: Name of the row in the rulebook.
            since: The day it starts from, or the document on whose day it does.
            awaits: Who must act, where the row cannot say it.
            days: Its length in the row's unit, where it is set case by case.
            nth: Which one of its rule, where the story counts them itself.
        """
        own: dict[str, Any] = {"awaits": awaits, "length": days}
        row: TermLaw = self.rulebook.term(law).model_copy(
            update={name: value for name, value in own.items() if value is not None}
        )
        nth = nth or self._reading.next_key(f"term/{row.rule}")
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

    def drop(self, term: Term) -> None:
        """Let a term go for which nobody waits any more: no reminder of it, no lapse."""
        current = self.file.term(term.key)
        if current.is_open:
            self._reading.put(dropped(current, self._reading.at))

    def pause(self, term: Term, reason: str, *, since: date) -> None:
        """Stop a term's clock on a day, which counts as used."""
        nth = self._reading.next_key(f"pause/{term.key}")
        if self._reading.once(f"pause/{term.key}/{nth}"):
            self._reading.put(paused(self.file.term(term.key), reason, since, self.file.calendar))

    def resume(self, term: Term, reason: str, *, since: date) -> Term:
        """Let a term's clock run on for what is left; the day itself is not counted."""
        nth = self._reading.next_key(f"resume/{term.key}")
        if self._reading.once(f"resume/{term.key}/{nth}"):
            self._reading.put(resumed(self.file.term(term.key), reason, since, self.file.calendar))
        return self.file.term(term.key)

    # -- documents -----------------------------------------------------------------------------

    def awaiting(
        self,
        kind: type[M],
        *,
        within: Term | None = None,
        watch: Term | None = None,
        after: Term | None = None,
        unless: Callable[[M], Iterable[Reason]] | None = None,
        stage: str | None = None,
        awaits: Role | None = None,
        asks: Question | None = None,
        given: dict[str, JsonValue] | None = None,
    ) -> Awaited[M]:
        """Describe a document to wait for, alone (`expect`) or beside others (`first_of`).

        Args:
            kind: Which document.
            within: Term at whose end it can no longer come.
            watch: Term that runs for it and only reminds and escalates; the document meets it.
            after: Term before whose end it cannot come.
            unless: What the process has against a document that is sent; none of it: admitted.
            stage: Where the case stands meanwhile, if not as the process says for the command.
            awaits: Who must act, if not who the process says for the command.
            asks: What a register must be asked first.
            given: Fields of the body that can have one value only; shown to whoever sends it.
        """
        spec = self._reading.process.spec(kind.command)
        term = within or watch
        expectation = Expectation(
            kind=kind,
            nth=self._reading.next_key(f"expect/{kind.command}"),
            stage=stage or spec.stage or "",
            awaits=awaits or spec.roles[0],
            roles=(awaits,) if awaits else spec.roles,
            rule=term.rule if term and _is_ground(term) else spec.rule,
            term=term.key if term else None,
            closes=within is not None,
            unless=unless,
            asks=asks,
            given=given or {},
        )
        return Awaited(kind, expectation, within, watch, after)

    async def first_of(
        self,
        *choices: Awaited[Any],
        also: Iterable[Awaited[Any]] = (),
        until: Term | None = None,
        held: str | None = None,
    ) -> Any:
        """Wait for whichever document comes first; None once none of them can come any more.

        Args:
            choices: What the story goes on with.
            also: What may come meanwhile and is looked at later (`earliest`).
            until: Term at whose end the story goes on, whatever may still come, and not before
                that, even if nothing can come any more; None then.
            held: Stage in which the case stands meanwhile, if it goes on by the calendar alone
                and nobody has to act.
        """
        while True:
            if (found := self.earliest(*choices)) is not None:
                return found
            possible = [c for c in choices if self._may_come(c)]
            if not possible if until is None else self._is_over(until):
                return None
            others = [o for o in also if self.earliest(o) is None and self._may_come(o)]
            await self._missing(*(c.expectation for c in (*possible, *others)), held=held)

    def earliest(self, *choices: Awaited[Any]) -> Message | None:
        """Return the document that has come first, if any has."""
        come = [
            (fact.n, fact, c)
            for c in choices
            if (fact := self.file.fact(c.kind.command, c.expectation.nth)) is not None
        ]
        if not come:
            return None
        _, fact, choice = min(come, key=lambda one: one[0])
        document: Message = fact.read_as(choice.kind)
        if choice.watch is not None:
            self.meet(choice.watch, by=document)
        return document

    def _may_come(self, choice: Awaited[Any]) -> bool:
        """Say whether it is neither too early nor too late for a document."""
        if choice.after is not None and self.file.term(choice.after.key).is_open:
            return False
        return choice.within is None or not self._is_over(choice.within)

    def _is_over(self, opened: Term) -> bool:
        term = self.file.term(opened.key)
        released = term.at_end is OnEnd.RELEASE and not term.is_open
        return released or term.state is TermState.LAPSED

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
        asks: Question | None = None,
        given: dict[str, JsonValue] | None = None,
        also: Iterable[Awaited[Any]] = (),
    ) -> M: ...
    async def expect(
        self, kind: type[M], *, also: Iterable[Awaited[Any]] = (), **how: Any
    ) -> M | None:
        """Wait for a document; with ``within``, None when it can no longer come.

        The other keywords are those of `awaiting`.
        """
        document: M | None = await self.first_of(self.awaiting(kind, **how), also=also)
        return document

    def beside(
        self,
        kind: type[M],
        then: Callable[[M], None] | None = None,
        *,
        unless: Callable[[M], Iterable[Reason]] | None = None,
        asks: Question | None = None,
        ends: Callable[[M], bool] = lambda _: False,
    ) -> None:
        """Admit a document at any stage from here on, any number of times, beside the main way.

        Args:
            kind: Which document.
            then: What follows from each.
            unless: What the process has against one.
            asks: What a register must be asked first.
            ends: Whether one ends the story where it stands; `Interrupted` is then raised out of
                what the story waits for.
        """
        nth = 1
        while (fact := self.file.fact(kind.command, nth)) is not None:
            if then is not None:
                then(fact.read_as(kind))
            nth += 1
        self._reading.endings.append(Ending(kind, ends))
        self._reading.asides.append(self._aside(kind, nth, unless, asks))

    def ends_by(
        self, kind: type[M], *, unless: Callable[[M], Iterable[Reason]] | None = None
    ) -> None:
        """Admit a document at any stage from here on that ends the story where it stands."""
        self.beside(kind, unless=unless, ends=lambda _: True)

    def _aside(
        self,
        kind: type[M],
        nth: int,
        unless: Callable[[M], Iterable[Reason]] | None,
        asks: Question | None,
    ) -> Expectation:
        spec = self._reading.process.spec(kind.command)
        return Expectation(
            kind=kind,
            nth=nth,
            stage="",
            awaits=spec.roles[0],
            roles=spec.roles,
            rule=spec.rule,
            unless=unless,
            asks=asks,
            aside=True,
        )

    async def _missing(self, *awaited: Expectation, held: str | None = None) -> None:
        """Stop here, unless a document has come that ends the story.

        Raises:
            Interrupted: One has.
        """
        for ending in self._reading.endings:
            for fact in self.file.facts:
                if fact.name != ending.kind.command:
                    continue
                document = fact.read_as(ending.kind)
                if ending.ends(document):
                    self._reading.endings.clear()
                    self._reading.asides.clear()
                    raise Interrupted(document)
        await self._reading.missing(awaited, held)

    async def hold(self, law: str, *, until: date, stage: str) -> None:
        """Wait for a day on which nothing but the calendar lets the case go on.

        Args:
            law: Name of the row in the rulebook; its days are today and all before ``until``.
            until: The first day on which it goes on.
            stage: Where the case stands meanwhile.
        """
        today = local_day(self._reading.at)
        term = self.open(law, since=today - timedelta(days=1), days=(until - today).days)
        while self.file.term(term.key).is_open:
            await self._missing(held=stage)

    async def served(
        self,
        rule: str,
        *,
        template: str,
        by: Role,
        after: date | None = None,
        facts: dict[str, JsonValue] | None = None,
        also: Iterable[Awaited[Any]] = (),
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
            unless=lambda service: wrong_with_service(service, notification, rule, earliest),
            also=also,
        )

    async def close(self, outcome: str, *, rule: str, on: date | None = None) -> Decision:
        """End the case: every open term falls away, and nothing is admitted any more.

        Args:
            outcome: How it ended.
            rule: What says so.
            on: The day from which it counts, if not the day of the act that led here.
        """
        if self.file.decision is None:
            for term in self.file.open_terms:
                self._reading.put(dropped(term, self._reading.at))
            decided_on = on or local_day(self._reading.at)
            decision = Decision(outcome=outcome, rule=rule, on=decided_on)
            self._reading.file = self.file.model_copy(update={"decision": decision})
        await self._reading.closed()
        assert self.file.decision is not None
        return self.file.decision


def _is_ground(term: Term) -> bool:
    """Whether a document rests on its term: not on our own reminders, nor on a day that passes."""
    return not term.law.administrative and term.at_end is not OnEnd.RELEASE
