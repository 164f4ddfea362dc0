"""The story of a case, told from its file, and told again from the top after every act.

A process writes its regulation as one coroutine, ``run``. What ``run`` waits for is a fact in the
case file and what it does has a key, so it can be read again at any time: a `Reading` walks the
text over a file, finds the facts that are there, carries out every effect once, and stops at the
first document that is missing. Where it stopped *is* the stage; what it waits for there are the
commands that the gate admits. The running workflow walks the same text, but waits instead of
stopping.

    class Loan(Story):
        async def run(self):
            request = await self.filing(Request)               # the filing that opened the case
            reply = self.open("reply", since=request)          # a term of the rulebook
            answer = await self.expect(self.document(Answer).by(reply))  # or None on lapse
            ...
            return await self.close("granted", rule="L-3")
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar, overload

from workflows.kernel.case.correction import Correction, wrong_with_correction
from workflows.kernel.case.file import Decision
from workflows.kernel.case.letters import Letter
from workflows.kernel.case.message import M, Message
from workflows.kernel.case.reasons import wrong_with_service
from workflows.kernel.case.refusal import Reason
from workflows.kernel.case.standing_commands import Service
from workflows.kernel.law.derivation import Unit, WorkingDayOfMonth
from workflows.kernel.law.term import (
    OnEnd,
    Term,
    TermLaw,
    TermState,
    dropped,
    met,
    open_term,
    paused,
    reopened,
    resumed,
)
from workflows.kernel.story.effects import Effects
from workflows.kernel.story.first import First
from workflows.kernel.story.reading import Ending, Interrupted, NotAccepted
from workflows.kernel.story.waiting import Awaited, Expectation, Lapsing, Question

_DAY = timedelta(days=1)

F = TypeVar("F")


def _always(_: Message) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Mending:
    """What judges a document entered anew: no closure, as each case at hand keeps many of these."""

    story: "Story"
    harmless: tuple[type[Message], ...]
    judge: Callable[[Any], Iterable[Reason]]

    def __call__(self, anew: Any) -> tuple[Reason, ...]:
        """Judge it as a correction, then as the document that it brings."""
        passed = {kind.command for kind in self.harmless}
        wrong = tuple(wrong_with_correction(anew, self.story.file, passed))
        return wrong or tuple(self.judge(anew))


class Story(Effects):
    """The vocabulary in which a process tells its regulation."""

    async def filing(self, kind: type[M]) -> M:
        """Return the filing that opened the case."""
        return self.file.start.read_as(kind)

    def judge_filing(self, against: Callable[[], Iterable[Reason]]) -> None:
        """Judge the filing that opens the case, once: a later decree does not undo an opening.

        Raises:
            NotAccepted: There are reasons against it; no case comes into being.
        """
        if self.file.n == 0 and (reasons := tuple(against())):
            raise NotAccepted(reasons)

    # -- terms ---------------------------------------------------------------------------------

    def open(
        self,
        law: str,
        *,
        since: date | Message,
        through: date | WorkingDayOfMonth | None = None,
        length: int | None = None,
        awaits: str | None = None,
        row: TermLaw | None = None,
        nth: int | None = None,
    ) -> Term:
        """Open a term of the rulebook; the day it starts from is not counted (R-S.2).

        Args:
            law: Name of the row in the rulebook.
            since: The day it starts from, or the document on whose day it does.
            through: Its last day, where that is set case by case and not by the row; or how the
                calendar finds it.
            length: Its length in the row's unit, where that is.
            awaits: Who must act, where the row cannot say it.
            row: The row as a rule of the process has changed it.
            nth: Which one of its rule, where the story counts them itself.
        """
        row = row or self.rulebook.term(law)
        nth = nth or self._reading.next_key(f"term/{row.rule}")
        key = row.rule if nth == 1 else f"{row.rule}#{nth}"
        if (opened := self.file.terms.get(key)) is not None:
            return opened
        day = self.file.calendar.local_day
        starts_on = since if isinstance(since, date) else day(since.counts_from)
        own: dict[str, Any] = {"awaits": awaits, "length": length}
        found = through if isinstance(through, WorkingDayOfMonth) else None
        if isinstance(through, date):
            own |= {"length": (through - starts_on).days, "unit": Unit.CALENDAR_DAYS}
        if changes := {name: value for name, value in own.items() if value is not None}:
            row = row.model_copy(update=changes)
        return self._reading.put(
            open_term(row, key, starts_on, self._reading.at, self.file.calendar, through=found)
        )

    def meet(self, term: Term, *, by: Message) -> None:
        """Close a term because what it ran for has come."""
        current = self.file.term(term.key)
        undone = f"reopen/{term.key}/{self._reading.counts[f'reopen/{term.key}'] + 1}"
        if current.is_open and not self._reading.is_done(undone):
            self._reading.put(met(current, by.counts_from))

    def reopen(self, term: Term, *, by: Message) -> Term:
        """Let a met term run on to its end, as a document found that it was not met after all.

        If its end has passed meanwhile, it lapses.
        """
        nth = self._reading.next_key(f"reopen/{term.key}")
        if self._reading.once(f"reopen/{term.key}/{nth}"):
            again = reopened(self.file.term(term.key), by.counts_from, self.file.calendar)
            self._reading.put(again)
        return self.file.term(term.key)

    def drop(self, term: Term) -> None:
        """Drop a term that nobody waits for any more: no reminder of it, no lapse."""
        current = self.file.term(term.key)
        if current.is_open:
            self._reading.put(dropped(current, self._reading.at))

    def turn_to(self, term: Term, role: str) -> None:
        """Have another role act before the end of a term that runs on: it is reminded from now."""
        current = self.file.term(term.key)
        if current.is_open and current.law.awaits != role:
            law = current.law.model_copy(update={"awaits": role})
            self._reading.put(current.model_copy(update={"law": law}))

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

    def document(self, kind: type[M]) -> Awaited[M]:
        """Describe a document to wait for; the next one of its kind along the text."""
        nth = self._reading.next_key(f"expect/{kind.command}")
        return Awaited(kind, nth, self._reading.process.spec(kind.command))

    def another(self, kind: type[M]) -> Awaited[M]:
        """Describe the next document of a kind after all that have come, wherever the text is."""
        nth = self.file.next_number(kind.command)
        return Awaited(kind, nth, self._reading.process.spec(kind.command))

    async def stand(
        self,
        found: Callable[[], F | None],
        awaiting: Callable[[], Iterable[Awaited[Any]]],
        *,
        held: Callable[[], str],
    ) -> F:
        """Wait for what many documents and terms bring about side by side (docs/waiting.md)."""
        while (come := found()) is None:
            expected = [each.expectation for each in awaiting()]
            await self._missing(*expected, held=None if expected else held())
        return come

    def asked_for(self, kind: type[Message]) -> list[Message]:
        """Return the documents of a kind that have come where the text has asked for one so far."""
        asked = range(1, self._reading.counts[f"expect/{kind.command}"] + 1)
        found = (self.file.fact(kind.command, nth) for nth in asked)
        return [fact.read_as(kind) for fact in found if fact is not None]

    def is_awaited(self, kind: type[Message]) -> bool:
        """Say whether the text has asked for a document of a kind that has not come yet."""
        return self._reading.counts[f"expect/{kind.command}"] > len(self.asked_for(kind))

    def first(self, *choices: Awaited[Any]) -> First:
        """Wait for whichever of several documents comes first; see `First`."""
        return First(self, choices)

    async def wait_for(self, first: First) -> Any:
        """Wait for the first of several documents; what awaiting a `First` does."""
        while True:
            if (found := self.earliest(*first.choices)) is not None:
                return found
            possible = [each for each in first.choices if self._may_come(each)]
            if self._is_over(first.end) if first.end else not possible:
                return None
            if first.turn is not None:
                next_kind = first.turn()
                possible.sort(key=lambda each: each.kind is not next_kind)
            others = [o for o in first.others if self.earliest(o) is None and self._may_come(o)]
            awaited = (each.expectation for each in (*possible, *others))
            await self._missing(*awaited, held=first.stage)

    def earliest(self, *choices: Awaited[Any]) -> Message | None:
        """Return the document that has come first, if any has."""
        come = [
            (fact.n, fact, c)
            for c in choices
            if (fact := self.file.fact(c.kind.command, c.nth)) is not None
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
        if choice.begins is not None and self.file.term(choice.begins.key).is_open:
            return False
        return choice.within is None or not self._is_over(choice.within)

    def _is_over(self, opened: Term) -> bool:
        term = self.file.term(opened.key)
        released = term.at_end is OnEnd.RELEASE and not term.is_open
        return released or term.state is TermState.LAPSED

    @overload
    async def expect(  # type: ignore[overload-overlap] # the narrower one comes first
        self, document: Lapsing[M], *, meanwhile: Iterable[Awaited[Any]] = ()
    ) -> M | None: ...
    @overload
    async def expect(
        self, document: Awaited[M] | type[M], *, meanwhile: Iterable[Awaited[Any]] = ()
    ) -> M: ...
    async def expect(
        self, document: Awaited[M] | type[M], *, meanwhile: Iterable[Awaited[Any]] = ()
    ) -> M | None:
        """Wait for one document; None once it can no longer come (`Awaited.by`).

        Args:
            document: Its description, or its kind alone.
            meanwhile: What else may come; it is looked at later (`earliest`).
        """
        awaited = document if isinstance(document, Awaited) else self.document(document)
        come: M | None = await self.first(awaited).meanwhile(*meanwhile)
        return come

    def beside(
        self,
        kind: type[M],
        then: Callable[[M], None] | None = None,
        *,
        judged_by: Callable[[M], Iterable[Reason]] | None = None,
        granted_by: Question | None = None,
        ends: Callable[[M], bool] | None = None,
    ) -> None:
        """Admit a document at any stage from here on, any number of times.

        Args:
            kind: Which document.
            then: What follows from each.
            judged_by: What finds reasons against one; none: admitted.
            granted_by: What a register must be asked first.
            ends: Whether one ends the story at once; `Interrupted` is then raised out of
                what the story waits for.
        """
        come = self.file.facts_of(kind.command)
        if then is not None:
            for fact in come.values():
                then(fact.read_as(kind))
        if ends is not None:
            self._reading.endings.append(Ending(kind, ends))
        spec = self._reading.process.spec(kind.command)
        self._reading.beside(
            Expectation(
                kind=kind,
                nth=self.file.next_number(kind.command),
                stage="",
                awaits=spec.roles[0],
                roles=spec.roles,
                rule=spec.rule,
                judge=judged_by,
                asks=granted_by,
                aside=True,
            )
        )

    def mend_by(
        self,
        kind: type[Correction],
        *,
        judged_by: Callable[[Any], Iterable[Reason]] = lambda _: (),
        granted_by: Question | None = None,
        harmless: Collection[type[Message]] = (),
    ) -> None:
        """Admit from here on a document entered anew, as long as nothing was decided on it.

        The story reads the document as corrected; the journal keeps both entries.

        Args:
            kind: Which correction.
            judged_by: What finds reasons against the document as it is entered anew.
            granted_by: What a register must be asked first.
            harmless: What may have come since, for it is not about the document.
        """
        passed = (*harmless, *(aside.kind for aside in self._reading.asides))
        self.beside(kind, judged_by=_Mending(self, passed, judged_by), granted_by=granted_by)

    def end_by(
        self, kind: type[M], *, judged_by: Callable[[M], Iterable[Reason]] | None = None
    ) -> None:
        """Admit a document at any stage from here on that ends the story at once."""
        self.beside(kind, judged_by=judged_by, ends=_always)

    def no_longer(self, *kinds: type[Message]) -> None:
        """Admit no more, from here on, what could come at any stage (`beside`, `end_by`)."""
        reading = self._reading
        reading.asides[:] = [each for each in reading.asides if each.kind not in kinds]
        reading.endings[:] = [each for each in reading.endings if each.kind not in kinds]

    async def _missing(self, *awaited: Expectation, held: str | None = None) -> None:
        """Stop here, unless a document has come that ends the story.

        Raises:
            Interrupted: One has.
        """
        for ending in self._reading.endings:
            for fact in self.file.facts_of(ending.kind.command).values():
                document = fact.read_as(ending.kind)
                if ending.ends(document):
                    self._reading.endings.clear()
                    self._reading.asides.clear()
                    raise Interrupted(document)
        await self._reading.missing(awaited, held)

    async def hold(self, law: str, *, through: date | WorkingDayOfMonth, stage: str) -> None:
        """Wait for a day; nothing but the calendar lets the case go on.

        Args:
            law: Name of the row in the rulebook; today is the first of its days.
            through: The last day on which it waits, or how the calendar finds it.
            stage: Where the case stands meanwhile.
        """
        term = self.open(law, since=self.today - _DAY, through=through)
        while self.file.term(term.key).is_open:
            await self._missing(held=stage)

    async def serve(
        self,
        letter: Letter,
        *,
        rule: str,
        by: str,
        after: date | None = None,
        meanwhile: Iterable[Awaited[Any]] = (),
    ) -> Service:
        """Issue an official notification to the applicant and wait until it has been served.

        Service opens most terms; that a mail server took the message is not service. Until it is
        recorded, the serving office is awaited and reminded. Paper may have been served before
        its report was entered here, but not before ``after``, the day of what it answers (else of
        the filing).
        """
        notification = self.notify(letter, rule=rule)
        earliest = after or self.file.calendar.local_day(self.file.start.received_at)
        reminder = self.open("service", since=self.today, awaits=by)
        return await self.expect(
            self.document(Service)
            .reminded_by(reminder)
            .sent_by(by)
            .saying(notification=notification)
            .judged_by(lambda service: wrong_with_service(service, notification, rule, earliest)),
            meanwhile=meanwhile,
        )

    async def close(self, outcome: str, *, rule: str, on: date | None = None) -> Decision:
        """End the case: every open term is dropped, and nothing more is admitted.

        Args:
            outcome: How it ended.
            rule: What says so.
            on: The day from which it counts, if not the day of the act that led here.
        """
        if self.file.decision is None:
            for term in self.file.open_terms:
                self._reading.put(dropped(term, self._reading.at))
            decided_on = on or self.today
            decision = Decision(outcome=outcome, rule=rule, on=decided_on)
            self._reading.file = self.file.model_copy(update={"decision": decision})
        await self._reading.ended()
        assert self.file.decision is not None
        return self.file.decision
