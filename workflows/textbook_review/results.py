"""The letters that bring a result: ground, reports, score and the open remedy (T-17.23)."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from pydantic import AwareDatetime
from typing_extensions import override

from workflows.kernel.case.letters import Letter
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.law.term import Term, Unit
from workflows.kernel.values import Frozen, RegisterNo
from workflows.textbook_review.messages.board import BoardDecision, BoardRuling
from workflows.textbook_review.messages.ending import UnfitForProgramme
from workflows.textbook_review.messages.objection import ObjectionReport
from workflows.textbook_review.rules.bands import displayed

# -- on what a result rests, and what can be done about it -----------------------------------------


class Reports(Frozen):
    """The reports on which a result rests, and the score that they give."""

    score: str | None = None
    """None of what is reviewed without one (T-17.25, T-11.2b)."""
    review_report_no: RegisterNo | None = None
    evaluation_report_no: RegisterNo | None = None
    objection_report_no: RegisterNo | None = None


class Result(Reports, Letter):
    """A letter that goes out with the reports and the score."""


class Remedy(Frozen):
    """What is said of the one objection (T-22.1, R-T.13)."""

    may_object: bool
    """Whether it is still to be made."""
    objection_days: int
    objection_unit: Unit
    fee_due: bool
    """Whether whoever objects pays the review fee once more (T-22.3)."""

    @classmethod
    def of(cls, book: Rulebook, *, may_object: bool, fee_due: bool) -> Self:
        """Return what is to be said by a rulebook."""
        term = book.term("objection")
        return cls(
            may_object=may_object,
            objection_days=term.length,
            objection_unit=term.unit,
            fee_due=fee_due,
        )


class Objectable(Remedy, Result):
    """A result to whose findings the one objection may lie."""


class OpenDays(Frozen):
    """One thing that the applicant may still do, and until when."""

    rule: str
    """Of the term that runs for it."""
    until: date
    until_at: AwareDatetime


class DaysRunning(Letter):
    """What the applicant may do now, and the last day of each (R-T.4)."""

    template = "days_running"
    periods: tuple[OpenDays, ...]

    @classmethod
    def of(cls, terms: list[Term]) -> Self:
        """Return the letter on running terms; one whose clock stands has no day to name."""
        return cls(
            periods=tuple(
                OpenDays(rule=term.rule, until=term.due_on, until_at=term.due_at)
                for term in terms
                if term.due_on is not None and term.due_at is not None
            )
        )


# -- below 75 --------------------------------------------------------------------------------------


class Rejected(Objectable):
    """Scored too low for a textbook; open to an objection (T-17.12, T-22.1)."""

    template = "rejected"
    reject_below: Decimal

    @classmethod
    def after(cls, reports: Reports, remedy: Remedy, book: Rulebook) -> Self:
        """Return the letter on a report."""
        return cls(**dict(reports), **dict(remedy), reject_below=book.number("score.reject_below"))


class ReturnedUnfit(Objectable):
    """Returned early by the Board as unfit for the programme (T-16.2b)."""

    template = "returned_unfit"
    decision_no: RegisterNo
    decided_on: date
    fee_paid: Decimal | None
    """Nothing of it goes back."""

    @classmethod
    def by(
        cls,
        found: UnfitForProgramme,
        reports: Reports,
        remedy: Remedy,
        *,
        fee_paid: Decimal | None,
    ) -> Self:
        """Return the letter on a decision of the Board."""
        return cls(
            **dict(reports),
            **dict(remedy),
            decision_no=found.decision_no,
            decided_on=found.decided_on,
            fee_paid=fee_paid,
        )


# -- corrections -----------------------------------------------------------------------------------


class Lapsed(Letter):
    """Not corrected in time: deemed not suitable (T-17.13, T-17.15b, T-17.18, T-17.25)."""

    template = "lapsed"
    days: int
    unit: Unit

    @classmethod
    def under(cls, law: str, book: Rulebook) -> Self:
        """Return the letter for a term of the rulebook."""
        term = book.term(law)
        return cls(days=term.length, unit=term.unit)


class HandIn(Frozen):
    """Within how many days the draft is to be handed in again, and in how many copies."""

    days: int
    unit: Unit
    sets: int
    electronic_copies: int

    @classmethod
    def within(cls, law: str, book: Rulebook) -> "HandIn":
        """Return it for a term of the rulebook."""
        term = book.term(law)
        return HandIn(
            days=term.length,
            unit=term.unit,
            sets=book.count("draft.sets"),
            electronic_copies=book.count("draft.electronic_copies"),
        )


class Correction(HandIn, Objectable):
    """To be corrected after an evaluation, or on the order of the Board (T-17.13, T-17.15a)."""

    template = "correction"
    decision_no: RegisterNo | None = None
    """Of the Board, where it has ordered the correction."""
    decided_on: date | None = None

    @classmethod
    def under(
        cls,
        law: str,
        book: Rulebook,
        reports: Reports,
        remedy: Remedy,
        *,
        decision: BoardDecision | None = None,
    ) -> Self:
        """Return the letter for a term of the rulebook."""
        return cls(
            **dict(HandIn.within(law, book)),
            **dict(reports),
            **dict(remedy),
            **cls.more(book),
            decision_no=decision.decision_no if decision else None,
            decided_on=decision.decided_on if decision else None,
        )

    @classmethod
    def more(cls, book: Rulebook) -> dict[str, Any]:
        """Return what a letter of this kind says beside."""
        del book
        return {}


class UpdateCorrection(Correction):
    """After the evaluation of an update, which goes back so many times at most (T-17.25)."""

    times: int

    @override
    @classmethod
    def more(cls, book: Rulebook) -> dict[str, Any]:
        return {"times": book.count("update.corrections")}


class Conditional(HandIn, Result):
    """Accepted on condition that the findings are corrected (T-17.18a)."""

    template = "conditional"
    decision_no: RegisterNo
    decided_on: date

    @classmethod
    def by(cls, decision: BoardDecision, reports: Reports, book: Rulebook) -> Self:
        """Return the letter on a decision."""
        return cls(
            **dict(HandIn.within("conditional", book)),
            **dict(reports),
            decision_no=decision.decision_no,
            decided_on=decision.decided_on,
        )


class NewErrors(HandIn, Result):
    """New errors in the corrections, to be corrected under guidance (T-17.18c)."""

    template = "new_errors"
    report_no: RegisterNo
    """Of the check that has found them."""

    @classmethod
    def after(cls, report_no: RegisterNo, reports: Reports, book: Rulebook) -> Self:
        """Return the letter on a check."""
        return cls(**dict(HandIn.within("guided", book)), **dict(reports), report_no=report_no)


class CorrectionsIncomplete(Letter):
    """What was handed in does not do yet; the days run on (T-17.18b, T-17.18c)."""

    template = "corrections_incomplete"
    report_no: RegisterNo
    until: date
    until_at: AwareDatetime


# -- the end, by the commissions or by the Board ---------------------------------------------------


class Accepted(Result):
    """Accepted as a textbook (T-17.23)."""

    template = "accepted"
    decision_no: RegisterNo
    decided_on: date
    report_no: RegisterNo | None

    @classmethod
    def by(cls, decision: BoardDecision, reports: Reports) -> Self:
        """Return the letter on a decision."""
        return cls(
            **dict(reports),
            decision_no=decision.decision_no,
            decided_on=decision.decided_on,
            report_no=decision.reasoned_report_no,
        )


class ScoredNotSuitable(Objectable):
    """Both commissions score the corrected draft too low (T-17.17a)."""

    template = "not_suitable"
    board_from: Decimal

    @classmethod
    def after(cls, reports: Reports, remedy: Remedy, book: Rulebook) -> Self:
        """Return the letter on the reports of the second round."""
        return cls(
            **dict(reports),
            **dict(remedy),
            board_from=book.number("score.board_from"),
        )


class NotSuitable(Objectable):
    """Found not suitable by the Board (T-17.23)."""

    template = "not_suitable"
    decision_no: RegisterNo
    decided_on: date
    report_no: RegisterNo | None

    @classmethod
    def by(cls, decision: BoardDecision, reports: Reports, remedy: Remedy) -> Self:
        """Return the letter on a decision."""
        return cls(
            **dict(reports),
            **dict(remedy),
            decision_no=decision.decision_no,
            decided_on=decision.decided_on,
            report_no=decision.reasoned_report_no,
        )


# -- the objection ---------------------------------------------------------------------------------


class ObjectionDecided(Letter):
    """The Board has decided on the objection (T-22.2)."""

    template = "objection_decided"
    ruling: BoardRuling
    decision_no: RegisterNo
    decided_on: date
    report_no: RegisterNo
    score: str | None
    """None of what is reviewed without one (T-17.25, T-11.2b)."""
    runs_on: bool
    """Whether what is left of the days to correct runs on with the service of this letter."""

    @classmethod
    def by(cls, decision: BoardDecision, report: ObjectionReport, *, runs_on: bool) -> Self:
        """Return the letter on a decision and the report it follows."""
        return cls(
            ruling=decision.decision,
            decision_no=decision.decision_no,
            decided_on=decision.decided_on,
            report_no=report.report_no,
            score=None if report.score is None else displayed(report.score),
            runs_on=runs_on,
        )


class ObjectionInadmissible(Letter):
    """The objection's fee was not paid in full; it is not looked at (T-22.3, R-T.28)."""

    template = "objection_inadmissible"
    decision_no: RegisterNo
    """Of the Presidency, which has set the fee."""
    paid: Decimal
    owed: Decimal
    refund: Decimal
    """What was paid goes back in full (R-T.17)."""
    runs_on: bool
    """Whether what is left of the days to correct runs on with the service of this letter."""
