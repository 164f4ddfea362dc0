"""A cooperation agreement from the application to the archive (the cooperation directive).

- the programme first; judged; approved where the public side pays
- drafted, signed, delivered, entered: in force
- reports go on; extended; over on its day, or terminated: begun training is finished; archived
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from typing_extensions import override

from workflows.agreement.chapters.drafting import Drafting
from workflows.agreement.chapters.monitoring import Monitoring, Periods
from workflows.agreement.letters import (
    AgreementEnded,
    AgreementTerminated,
    ApplicationJudged,
    CostsRefused,
    ExtensionDecided,
    Redirected,
)
from workflows.agreement.messages.agreement import (
    AgreementApplication,
    Draft,
    EndedBy,
    PreAssessmentForm,
)
from workflows.agreement.messages.term import (
    Archiving,
    ExtensionDecision,
    ExtensionRequest,
    FinalReport,
    OverdueReports,
    PerformanceIndicatorReview,
    RunOffEnd,
    Termination,
)
from workflows.agreement.registers import AgreementTerm, Change, Register
from workflows.agreement.rules.application import breaches_of_application, redirected
from workflows.agreement.rules.ending import (
    breaches_of_extension_decision,
    breaches_of_extension_request,
    breaches_of_run_off_end,
    breaches_of_termination,
)
from workflows.agreement.rules.offices import office_of
from workflows.agreement.rules.performance_indicators import missed
from workflows.agreement.stages import Outcome, Stage
from workflows.kernel.case.file import Decision
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Awaited, Question


@dataclass(frozen=True)
class Ended:
    """How an agreement that was in force came to its end, and with which day."""

    by: EndedBy
    on: date
    periods: Periods
    """The reports so far; they continue."""


class CooperationAgreement(Drafting, Monitoring):
    """One cooperation agreement (iş birliği belgesi)."""

    @override
    async def run(self) -> Decision:
        """Follow the directive; safe to walk again after continue-as-new."""
        application = await self.filing(AgreementApplication)

        # complete by the kind of the partner: forwarded to the office of its area
        self.judge_filing(lambda: breaches_of_application(application))
        if (level := redirected(application)) is not None:
            self.notify(Redirected(office=office_of(level)), rule="A-6.1")

        # no cooperation on a programme that is not published
        await self.await_programme()

        # judged by the office, and answered by official letter
        form = await self.assess()
        self.tell_of_judgement(form)
        if not form.favourable:
            return await self.close(Outcome.REFUSED, rule="A-7.2")

        # where the public side is to pay, the Minister or the Governor approves first
        if application.public_cost:
            approval = await self.approve_costs()
            if not approval.approved:
                self.notify(CostsRefused(approval_no=approval.approval_no), rule="A-8.6")
                return await self.close(Outcome.REFUSED, rule="A-8.6")

        # drafted, signed, delivered and entered
        draft = await self.draw_up_draft()
        signing = await self.sign(draft)
        await self.complete(draft, signing)

        # in force until its last day, a later one, or its termination
        ended = await self.stay_in_force(draft)

        # what has begun before is finished; then the last report, and the archive
        return await self.wind_up(draft, ended)

    def tell_of_judgement(self, form: PreAssessmentForm) -> None:
        """Tell the partner by official letter (A-7.2)."""
        letter = ApplicationJudged(
            favourable=form.favourable, letter_no=form.letter_no, reasons=form.reasons
        )
        self.notify(letter, rule="A-7.2")

    # -- in force ------------------------------------------------------------------------------

    async def stay_in_force(self, draft: Draft) -> Ended:
        """Wait for the end, which comes once: by its day, or by a termination (A-8.10, A-11.2)."""
        self.admit_records(draft)
        periods = self.first_periods(draft)
        ends_on = draft.ends_on
        term = self.open_term(draft, ends_on)
        self.enter_term(draft, "signed", ends_on)
        while True:
            wait = self.first(
                *self.may_change(draft, ends_on, term),
                *self.reports(draft, periods, stage=Stage.IN_FORCE),
            )
            # R-A.4: a request for a longer term awaits the office, yet does not delay the end
            if not self.undecided:
                wait = wait.held_at(Stage.IN_FORCE)
            if not self.held_open:
                wait = wait.else_at(term)
            match await wait:
                case None:
                    self.enter_term(draft, "expired", ends_on)
                    return Ended(EndedBy.EXPIRY, ends_on, periods)
                case OverdueReports() as missing:
                    periods = self.remind_and_go_on(missing, periods)
                case ExtensionDecision() as decided:
                    self.tell_of_extension(decided)
                    if decided.until is not None:
                        ends_on = decided.until
                        term = self.prolong(draft, term, ends_on)
                        self.enter_term(draft, "extended", ends_on)
                case Termination() as decided:
                    self.drop(term)
                    return await self.run_out(draft, decided, periods)
                case _:
                    pass  # a request: from here on the partner waits for its answer

    async def run_out(self, draft: Draft, decided: Termination, periods: Periods) -> Ended:
        """Go on until the day that a termination names; only reports still come (A-11.2)."""
        self.tell_of_termination(decided)
        ends_on = decided.effective_on
        term = self.open_term(draft, ends_on)
        # now, and not only on that day: no training begins on it or after
        self.enter_term(draft, "terminated", ends_on)
        while True:
            reports = self.reports(draft, periods, stage=Stage.IN_FORCE)
            missing = await self.first(*reports).else_at(term).held_at(Stage.IN_FORCE)
            if missing is None:
                return Ended(EndedBy.TERMINATION, ends_on, periods)
            periods = self.remind_and_go_on(missing, periods)

    def open_term(self, draft: Draft, until: date) -> Term:
        """Open the term of the agreement, to 24:00 of its last day (A-8.10, R-A.10)."""
        eve = min(draft.starts_on, until) - timedelta(days=1)
        return self.open("agreement", since=eve, through=until)

    def prolong(self, draft: Draft, term: Term, until: date) -> Term:
        """Replace the last day by another one."""
        self.drop(term)
        return self.open_term(draft, until)

    def may_change(self, draft: Draft, ends_on: date, term: Term) -> list[Awaited[Any]]:
        """Return what may change the last day before it has passed (A-8.8, A-11.2, A-11.5)."""
        decision = (
            self.document(ExtensionDecision)
            .sent_by(self.office)
            .at(Stage.IN_FORCE)
            .judged_by(lambda decided: self.against_decision(decided, ends_on))
        )
        return [
            decision if self.held_open else decision.by(term),
            self.document(ExtensionRequest)
            .by(term)
            .at(Stage.IN_FORCE)
            .judged_by(
                lambda asked: breaches_of_extension_request(
                    asked, ends_on=ends_on, today=local_day(asked.counts_from)
                )
            ),
            self.document(Termination)
            .by(term)
            .sent_by(self.office)
            .at(Stage.IN_FORCE)
            .judged_by(
                lambda decided: breaches_of_termination(
                    decided,
                    ends_on=ends_on,
                    today=local_day(decided.counts_from),
                    missed=self.missed_indicators(draft),
                )
            ),
        ]

    @property
    def undecided(self) -> bool:
        """Whether the partner waits for an answer to its request for a longer term (A-11.5)."""
        return len(self.documents(ExtensionRequest)) > len(self.documents(ExtensionDecision))

    @property
    def held_open(self) -> bool:
        """Whether the end waits for that answer; as we read the directive it does not (R-A.4)."""
        return self.undecided and self.rulebook.flag("extension.hold_open")

    def against_decision(self, decided: ExtensionDecision, ends_on: date) -> Iterable[Reason]:
        """Return why an extension cannot be decided: above all, nobody has asked (A-11.5)."""
        yield from breaches_of_extension_decision(
            decided, ends_on=ends_on, today=local_day(decided.counts_from), book=self.rulebook
        )
        yield from self.beyond_calendar(decided.until or ends_on)
        if not self.undecided:
            yield Reason(
                rule="A-11.5",
                what="the partner has not asked for a longer term",
                why="an extension is asked for by the partner, and then judged by the office",
                do="have the request recorded first",
            )

    def missed_indicators(self, draft: Draft) -> tuple[str, ...]:
        """Return which indicators missed their target at the last review (A-11.1)."""
        reviews = self.documents(PerformanceIndicatorReview)
        return missed(draft.performance_indicators, reviews[-1].results) if reviews else ()

    def tell_of_extension(self, decided: ExtensionDecision) -> None:
        """Tell the partner by official letter (A-11.5)."""
        letter = ExtensionDecided(
            granted=decided.granted,
            until=decided.until,
            letter_no=decided.letter_no,
            reasons=decided.reasons,
        )
        self.notify(letter, rule="A-11.5")

    def tell_of_termination(self, decided: Termination) -> None:
        """Tell the partner by official letter (A-8.8, A-11.2)."""
        letter = AgreementTerminated(
            letter_no=decided.letter_no, effective_on=decided.effective_on, ground=decided.ground
        )
        self.notify(letter, rule="A-11.2")

    def enter_term(self, draft: Draft, change: Change, ends_on: date) -> None:
        """Enter from when to when the agreement is in force, for those who work under it."""
        n = self.number(AgreementTerm.register)
        term = AgreementTerm(
            n=n,
            change=change,
            starts_on=draft.starts_on,
            ends_on=ends_on,
            programme=self.application.programme,
        )
        self.enter(term, f"{self.file.case_id}/{n}")

    # -- the end -------------------------------------------------------------------------------

    async def wind_up(self, draft: Draft, ended: Ended) -> Decision:
        """Finish what has begun, reports going on; then the final report, and the archive."""
        rule = "A-8.10" if ended.by is EndedBy.EXPIRY else "A-11.2"
        self.notify(AgreementEnded(on=ended.on), rule=rule)
        periods = ended.periods
        while True:
            come = await self.first(
                self.document(RunOffEnd)
                .sent_by(self.office)
                .at(Stage.RUN_OFF)
                .granted_by(
                    Question(
                        Register.TRAININGS, "A-11.4", lambda _: {"before": ended.on.isoformat()}
                    )
                )
                .judged_by(_against_run_off_end),
                *self.reports(draft, periods, stage=Stage.RUN_OFF),
            )
            if isinstance(come, RunOffEnd):
                break
            periods = self.remind_and_go_on(come, periods)
        for running in self.file.open_terms:
            self.drop(running)
        await self.expect(self.document(FinalReport).sent_by(self.office).at(Stage.ARCHIVING))
        await self.expect(self.document(Archiving).sent_by(self.office).at(Stage.ARCHIVING))
        return await self.close(Outcome.ARCHIVED, rule="A-10.3")


def _against_run_off_end(finished: RunOffEnd) -> Iterable[Reason]:
    if finished.known is None:
        return ()
    unfinished = finished.known.get("unfinished")
    assert isinstance(unfinished, int)
    return breaches_of_run_off_end(unfinished=unfinished)
