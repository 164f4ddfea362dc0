"""From the signature to the end: extended, terminated, or over with its last day (m.8, m.11).

Rights and duties begin with the signature, so that it can be terminated from then on; it is taught,
reported and extended once it is in the register (R-A.12).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from workflows.agreement.chapters.completing import Completing
from workflows.agreement.chapters.drafting import Signed
from workflows.agreement.chapters.monitoring import MEMBERS, Monitoring
from workflows.agreement.chapters.standing import Standing
from workflows.agreement.letters import (
    AgreementRegistered,
    AgreementTerminated,
    ExtensionDecided,
    LastDayChanged,
    TerminationWithdrawn,
)
from workflows.agreement.messages.agreement import (
    DeliveryRecord,
    Draft,
    RegisterEntry,
    Signing,
    SystemEntry,
)
from workflows.agreement.messages.term import (
    ExtensionDecision,
    ExtensionRequest,
    OverdueReports,
    PerformanceIndicatorReview,
    Termination,
    TerminationWithdrawal,
)
from workflows.agreement.registers import AgreementTerm, Change
from workflows.agreement.rules.ending import (
    GROUND_RULES,
    breaches_of_extension_decision,
    breaches_of_extension_request,
    breaches_of_termination,
    breaches_of_termination_withdrawal,
)
from workflows.agreement.rules.performance_indicators import missed
from workflows.agreement.stages import Stage
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Awaited


class InForce(Completing, Monitoring):
    """The chapter on an agreement from its signature to its end."""

    async def stay_in_force(self, signed: Signed) -> Standing:
        """Wait for the end, which comes once: by its day, or by a termination (A-8.10, A-11.2)."""
        self.admit_records()
        draft = signed.draft
        term = self.open_term(draft, signed.signing, draft.ends_on)
        stands = Standing(draft, signed.signing, term, written_until=draft.ends_on)
        while (come := await self.what_comes(stands)) is not None:
            stands = self.after(come, stands)
        return stands.but(has_ended=True)

    async def what_comes(self, stands: Standing) -> Message | None:
        """Wait for the next document; None at the end of the last day."""
        wait = self.first(
            *self.papers(stands),
            *self.may_change(stands),
            *self.reports(stands, stage=Stage.IN_FORCE),
        )
        # R-A.4: a request for a longer term awaits the office, yet does not delay the end
        if stands.registered and not self.is_to_decide(stands):
            wait = wait.held_at(Stage.IN_FORCE)
        if not self.is_held_open(stands):
            wait = wait.else_at(stands.term)
        come: Message | None = await wait
        return come

    def after(self, come: Message, stands: Standing) -> Standing:
        """Return how the agreement stands after a document."""
        match come:
            case OverdueReports():
                return self.remind_and_go_on(come, stands)
            case ExtensionDecision():
                return self.extend(come, stands)
            case Termination():
                return self.terminate(come, stands)
            case TerminationWithdrawal():
                return self.go_on_after_all(come, stands)
            case ExtensionRequest():
                return stands  # from here on the partner waits for its answer
            case _:
                return self.with_paper(come, stands)

    def with_paper(self, come: Message, stands: Standing) -> Standing:
        """Return how the agreement stands after a paper of m.10, or what was wrong with one."""
        match come:
            case DeliveryRecord():
                return stands.but(delivery=come)
            case SystemEntry():
                return stands.but(system_entry=come)
            case Signing():
                return stands.but(signing=come)
            case Draft():
                return self.with_last_day(
                    stands.but(draft=come, written_until=come.ends_on), stands
                )
            case RegisterEntry():
                return self.enter_in_registers(come, stands)
            case _:
                raise AssertionError(come)

    def enter_in_registers(self, come: RegisterEntry, stands: Standing) -> Standing:
        """Enter it in the kütük, and until when it is in force for those who work under it."""
        self.enter_in_kutuk(stands, come)
        self.enter_term(stands, "signed", stands.written_until)
        if stands.termination is not None:
            self.enter_term(stands, "terminated", stands.last_day, by=stands.termination)
        elif self.today <= stands.last_day:
            # from here on a longer term may be asked for
            letter = AgreementRegistered(last_day=stands.last_day)
            self.notify(letter, rule="A-11.5", about="registered")
        return stands.but(periods=self.first_periods(stands.draft))

    # -- the last day ----------------------------------------------------------------------------

    def open_term(self, draft: Draft, signing: Signing, until: date) -> Term:
        """Open the term of the agreement, to 24:00 of its last day (A-8.10, R-A.10, R-A.12)."""
        eve = min(draft.starts_on, until) - timedelta(days=1)
        return self.open("agreement", since=min(eve, signing.signed_on), through=until)

    def with_last_day(self, stands: Standing, before: Standing) -> Standing:
        """Replace the term of an agreement whose last day has moved, and cut its periods anew."""
        self.drop(before.term)
        term = self.open_term(stands.draft, stands.signing, stands.last_day)
        return stands.but(term=term, periods=self.recut(before, stands))

    def may_change(self, stands: Standing) -> list[Awaited[Any]]:
        """Return what may change the last day before it has passed (A-8.8, A-11.2, A-11.5)."""
        if stands.termination is not None:
            return [self.termination(stands), self.termination_withdrawal(stands)]
        if not stands.registered:
            return [self.termination(stands)]
        decision = (
            self.document(ExtensionDecision)
            .sent_by(self.office)
            .at(Stage.IN_FORCE)
            .judged_by(lambda decided: self.against_decision(decided, stands))
        )
        request = (
            self.document(ExtensionRequest)
            .by(stands.term)
            .at(Stage.IN_FORCE)
            .judged_by(
                lambda asked: breaches_of_extension_request(
                    asked, ends_on=stands.last_day, ended=_is_after(stands, asked)
                )
            )
        )
        held_open = self.is_held_open(stands)
        return [
            decision if held_open else decision.by(stands.term),
            request,
            self.termination(stands),
        ]

    def termination(self, stands: Standing) -> Awaited[Termination]:
        """Describe a termination; a later one may bring the day of an earlier one forward."""
        return (
            self.document(Termination)
            .by(stands.term)
            .sent_by(self.office)
            .at(Stage.IN_FORCE if stands.registered else Stage.COMPLETING)
            .judged_by(
                lambda decided: breaches_of_termination(
                    decided,
                    signed_on=stands.signing.signed_on,
                    ends_on=stands.last_day,
                    today=local_day(decided.counts_from),
                    missed=self.missed_indicators(stands.draft),
                )
            )
        )

    def termination_withdrawal(self, stands: Standing) -> Awaited[TerminationWithdrawal]:
        """Describe how a termination is taken back before its day (R-A.6)."""
        return (
            self.document(TerminationWithdrawal)
            .by(stands.term)
            .sent_by(self.office)
            .at(Stage.IN_FORCE if stands.registered else Stage.COMPLETING)
            .judged_by(
                lambda taken: breaches_of_termination_withdrawal(
                    taken, today=local_day(taken.counts_from)
                )
            )
        )

    def missed_indicators(self, draft: Draft) -> tuple[str, ...]:
        """Return which indicators missed their target at the last review (A-11.1)."""
        reviews = self.documents(PerformanceIndicatorReview)
        return missed(draft.performance_indicators, reviews[-1].results) if reviews else ()

    # -- extension -------------------------------------------------------------------------------

    @property
    def undecided(self) -> bool:
        """Whether the partner waits for an answer to its request for a longer term (A-11.5)."""
        return len(self.documents(ExtensionRequest)) > len(self.documents(ExtensionDecision))

    def is_to_decide(self, stands: Standing) -> bool:
        """Whether the office is to answer such a request; not while a termination runs."""
        return self.undecided and stands.termination is None

    def is_held_open(self, stands: Standing) -> bool:
        """Whether the end waits for that answer; as we read the directive it does not (R-A.4)."""
        return self.is_to_decide(stands) and self.rulebook.flag("extension.hold_open")

    def against_decision(self, decided: ExtensionDecision, stands: Standing) -> Iterable[Reason]:
        """Return why an extension cannot be decided: above all, nobody has asked (A-11.5)."""
        yield from breaches_of_extension_decision(
            decided,
            ends_on=stands.last_day,
            ended=_is_after(stands, decided),
            book=self.rulebook,
        )
        if not self.undecided:
            yield Reason(
                rule="A-11.5",
                what="the partner has not asked for a longer term",
                why="an extension is asked for by the partner, and then judged by the office",
                do="have the request recorded first",
                acts=("request_extension",),
            )

    def extend(self, decided: ExtensionDecision, stands: Standing) -> Standing:
        """Answer by official letter, and go on to the new last day if it is a yes (A-11.5)."""
        until = decided.until or stands.last_day
        letter = ExtensionDecided(
            granted=decided.granted,
            until=until,
            letter_no=decided.letter_no,
            reasons=decided.reasons,
        )
        self.notify(letter, rule="A-11.5")
        if not decided.granted:
            return stands
        longer = self.with_last_day(stands.but(written_until=until), stands)
        self.enter_term(longer, "extended", until, by=decided)
        self.tell_members(longer, "extended", rule="A-11.5")
        return longer

    # -- termination -----------------------------------------------------------------------------

    def terminate(self, decided: Termination, stands: Standing) -> Standing:
        """Tell the partner by official letter; it runs until the day named (A-8.8, A-11.2)."""
        rule = GROUND_RULES[decided.ground]
        letter = AgreementTerminated(
            letter_no=decided.letter_no, effective_on=decided.effective_on, ground=decided.ground
        )
        self.notify(letter, rule=rule)
        shorter = self.with_last_day(stands.but(termination=decided), stands)
        # now, and not only on that day: what begins then and goes on is not covered
        if shorter.registered:
            self.enter_term(shorter, "terminated", shorter.last_day, by=decided)
        self.tell_members(shorter, "terminated", rule=rule)
        return shorter

    def go_on_after_all(self, taken: TerminationWithdrawal, stands: Standing) -> Standing:
        """Tell that a termination is taken back; the term runs as before (R-A.6)."""
        longer = self.with_last_day(stands.but(termination=None), stands)
        letter = TerminationWithdrawn(letter_no=taken.letter_no, until=longer.last_day)
        self.notify(letter, rule="R-A.6")
        if longer.registered:
            self.enter_term(longer, "termination-withdrawn", longer.last_day, by=taken)
        self.tell_members(longer, "termination-withdrawn", rule="R-A.6")
        return longer

    # -- whoever works under it ------------------------------------------------------------------

    def enter_term(
        self,
        stands: Standing,
        change: Change,
        ends_on: date,
        *,
        by: ExtensionDecision | Termination | TerminationWithdrawal | None = None,
    ) -> None:
        """Enter from when to when it is in force, for those who work under it."""
        n = self.number(AgreementTerm.register)
        row = AgreementTerm(
            n=n,
            change=change,
            starts_on=stands.draft.starts_on,
            ends_on=ends_on,
            programme=self.application.programme,
            further_programmes=self.application.programmes[1:],
            letter_no=None if by is None else by.letter_no,
            decided_on=None if by is None else self.decided_on(by),
            ground=by.ground if isinstance(by, Termination) else None,
        )
        self.enter(row, f"{self.file.case_id}/{n}")

    def decided_on(self, decided: ExtensionDecision | Termination | TerminationWithdrawal) -> date:
        """Return the day of a decision: as stated, else that of its record."""
        stated = None if isinstance(decided, ExtensionDecision) else decided.decided_on
        return stated or local_day(decided.counts_from)

    def tell_members(self, stands: Standing, change: Change, *, rule: str) -> None:
        """Tell all who take part, at each level, until when the agreement runs (A-11.4)."""
        if not stands.registered:
            return
        for level, group in MEMBERS.items():
            letter = LastDayChanged(level=level, change=change, last_day=stands.last_day)
            self.notify(letter, rule=rule, to=group)


def _is_after(stands: Standing, act: Message) -> bool:
    """Whether an act counts from after the end; the very instant is in time (R-A.10, R-S.4)."""
    due_at = stands.term.due_at
    return due_at is not None and act.counts_from > due_at
