"""Textbook reviews played at the gate, and the documents that bring them from stage to stage."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import JsonValue

from tests.calendars import turkish_calendar
from tests.plays import Play, at
from workflows.kernel.act import Actor, Role, StartMessage
from workflows.kernel.records import Entry, Opening, Sanction
from workflows.kernel.rulebook import Rulebook
from workflows.textbook.messages import Application, FeePayment, PreliminaryCheck, Stage
from workflows.textbook.process import REVIEW

from .drafts import BOOK, COEFFICIENT, an_application, seats

Body = dict[str, JsonValue]

FILED = "2026-03-09T10:00"
"""The worked timeline of the catalogue begins on this Monday."""
DELIVERED: Body = {"delivered": {"sets": 3, "electronic_copies": 1}}
REVIEWERS: list[JsonValue] = [m.model_dump(mode="json") for m in seats(3, 1, 1)]
EVALUATORS: list[JsonValue] = [m.model_dump(mode="json") for m in seats(2, 1, 1)]
OTHERS: list[JsonValue] = [
    {"role": m.role, "id": f"other-{n}"} for n, m in enumerate(seats(3, 1, 1))
]
"""Five people who have sat on none of these commissions."""


# -- documents -----------------------------------------------------------------------------------


def draft(**changes: Any) -> Application:
    """A publisher's mathematics textbook of 208 pages, paid for on Friday 6 March 2026."""
    fee = FeePayment(amount=Decimal("48750.00"), paid_on=date(2026, 3, 6), receipt_no="D-77")
    return an_application(**({"fee": fee} | changes))


def preliminary(*failed: str) -> Body:
    """A report of three members with every check recorded, some of them failed."""
    checks: Body = {check: {"passed": check not in failed} for check in PreliminaryCheck}
    return {"members": ["pre-1", "pre-2", "pre-3"], "checks": checks}


def order(**changes: JsonValue) -> Body:
    """An assignment order for five reviewers."""
    usual: Body = {
        "members": REVIEWERS,
        "chair": "person-0",
        "order_no": "G-1",
        "hours": "78",
        "in_hours": True,
    }
    return usual | changes


def scored(score: str, findings: int = 20, scientific_errors: int = 4) -> Body:
    """A review report."""
    return {
        "score": score,
        "findings": findings,
        "scientific_errors": scientific_errors,
        "report_no": "R-1",
    }


def evaluated(*, agrees: bool, scientific_errors: int = 4, **more: JsonValue) -> Body:
    """An evaluation report; a disagreement has its reasons."""
    usual: Body = {
        "members": EVALUATORS,
        "agrees": agrees,
        "scientific_errors": scientific_errors,
        "report_no": "D-1",
    }
    return usual | ({} if agrees else {"reasons": "the score is not borne out"}) | more


def ruled(decision: str, **more: JsonValue) -> Body:
    """A decision of the Board; a rejection has its reasoned report."""
    usual: Body = {"decision": decision, "decision_no": "K-1", "decided_on": "2026-11-24"}
    reasoned: Body = {"reasoned_report_no": "GR-1"} if decision == "not-suitable" else {}
    return usual | reasoned | more


def served(notification: str, on: str) -> Body:
    """The service of a notification by registered letter."""
    return {"notification": notification, "served_on": on, "means": "registered-letter"}


def checked(new_errors: int = 0, *, reflected: bool = True) -> Body:
    """The check of the corrections that a conditional acceptance asked for."""
    return {"findings_reflected": reflected, "new_errors": new_errors, "report_no": "S-1"}


def contested(*findings: int, paid: str | None = "50700.00", **fee: JsonValue) -> Body:
    """An objection to findings, paid for on Friday 17 April 2026 with the coefficient of then."""
    items: list[JsonValue] = [{"finding_no": n, "ground": "it is none"} for n in findings or (3, 7)]
    receipt: Body = {"amount": paid, "paid_on": "2026-04-17", "receipt_no": "D-99"} | fee
    return {"items": items, "fee": None if paid is None else receipt}


def heard(*accepted: int, score: str = "82.00", scientific_errors: int = 4) -> Body:
    """The objection commission's report."""
    return {
        "accepted": list(accepted),
        "score": score,
        "scientific_errors": scientific_errors,
        "report_no": "IT-1",
    }


# -- the case ------------------------------------------------------------------------------------


class Review(Play):
    """One review; each method is the act of the office whose it is."""

    def takes_up(self, received: str, **more: Any) -> Entry:
        return self.send("take_up", Role.PRELIMINARY_COMMISSION, received, **more)

    def examines(self, received: str, *failed: str) -> Entry:
        name = "record_preliminary_report"
        return self.send(name, Role.PRELIMINARY_COMMISSION, received, preliminary(*failed))

    def hands_over(self, received: str, code: str | None = "K7-0312") -> Entry:
        body: Body = {"anonymity_code": code, "sealed_envelope_no": "Z-1"}
        return self.send("hand_over_to_directorate", Role.BOOKS_BRANCH, received, body)

    def assigns(self, received: str, **changes: JsonValue) -> Entry:
        return self.send("assign_commission", Role.DIRECTORATE, received, order(**changes))

    def scores(self, received: str, score: str, scientific_errors: int = 4) -> Entry:
        body = scored(score, scientific_errors=scientific_errors)
        return self.send("record_review_report", Role.REVIEW_COMMISSION, received, body)

    def evaluates(self, received: str, **report: Any) -> Entry:
        name = "record_evaluation_report"
        return self.send(name, Role.EVALUATION_COMMISSION, received, evaluated(**report))

    def serves(self, notification: str, received: str, by: Role = Role.REVIEW_DEPARTMENT) -> Entry:
        """Record the service of a notification, on the day of its service."""
        return self.send("record_service", by, received, served(notification, received[:10]))

    def refiles(self, received: str, **more: Any) -> Entry:
        name = "submit_corrected_draft"
        return self.send(name, Role.APPLICANT, received, DELIVERED, **more)

    def decides(self, received: str, decision: str, **more: JsonValue) -> Entry:
        return self.send("record_board_decision", Role.BOARD, received, ruled(decision, **more))

    def reflects(self, received: str) -> Entry:
        name = "submit_conditional_corrections"
        return self.send(name, Role.APPLICANT, received, DELIVERED)

    def checks(self, received: str, new_errors: int = 0, *, reflected: bool = True) -> Entry:
        name, body = "record_conditional_check", checked(new_errors, reflected=reflected)
        return self.send(name, Role.EVALUATION_COMMISSION, received, body)

    def mends(self, received: str) -> Entry:
        return self.send("submit_guided_corrections", Role.APPLICANT, received, DELIVERED)

    def finishes(self, received: str, *, completed: bool = True) -> Entry:
        name = "record_guided_corrections_complete"
        body: Body = {"completed": completed, "report_no": "S-2"}
        return self.send(name, Role.EVALUATION_COMMISSION, received, body)

    def objects(self, received: str, *findings: int, coefficient: str = "1.30") -> Entry:
        """Object to findings; the register knows the coefficient of the day of payment."""
        known: Body = {"coefficient": coefficient}
        body = contested(*findings)
        return self.send("file_objection", Role.APPLICANT, received, body, known=known)

    def hears(self, received: str, members: list[JsonValue] | None = None) -> Entry:
        """Assign the commission that looks at the objection."""
        body: Body = {"members": members or OTHERS, "chair": "other-0", "order_no": "G-9"}
        return self.send("assign_objection_commission", Role.PRESIDENCY, received, body)

    def answers(self, received: str, *accepted: int, **report: Any) -> Entry:
        name, body = "record_objection_report", heard(*accepted, **report)
        return self.send(name, Role.REVIEW_COMMISSION, received, body)

    def withdraws(self, received: str) -> Entry:
        return self.send("withdraw", Role.APPLICANT, received)

    def rows(self, register: str) -> list[Body]:
        """What a register has of this case."""
        return [entered.row for entered in self.registers if entered.into == register]

    @property
    def books(self) -> list[Body]:
        """What the register of accepted books has of this case."""
        return self.rows("books")


def filing(application: Application, received: str = FILED) -> StartMessage:
    """The filing that opens a review."""
    return StartMessage(
        file_no="2026-0042",
        received_at=at(received),
        actor=Actor(role=Role.APPLICANT, id="person-1"),
        body=application.model_dump(mode="json"),
    )


def opening(*sanctions: Sanction, book: Rulebook = BOOK) -> Opening:
    """What the registers say when a draft is filed."""
    return Opening(
        calendar=turkish_calendar(), rulebook=book, coefficient=COEFFICIENT, sanctions=sanctions
    )


# -- how far it has come -------------------------------------------------------------------------


def submitted(
    *sanctions: Sanction, application: Application | None = None, book: Rulebook = BOOK
) -> Review:
    registers = opening(*sanctions, book=book)
    return Review.opens(REVIEW, filing(application or draft()), registers)


def in_preliminary_review(**given: Any) -> Review:
    review = submitted(**given)
    review.takes_up("2026-03-16T10:00")
    return review


def in_coding(**given: Any) -> Review:
    review = in_preliminary_review(**given)
    review.examines("2026-03-17T10:00")
    return review


def at_directorate(**given: Any) -> Review:
    review = in_coding(**given)
    review.hands_over("2026-03-18T10:00")
    return review


def in_first_review(**given: Any) -> Review:
    review = at_directorate(**given)
    review.assigns("2026-03-23T10:00")
    return review


def in_evaluation(score: str = "82.40", scientific_errors: int = 4, **given: Any) -> Review:
    review = in_first_review(**given)
    review.scores("2026-04-06T10:00", score, scientific_errors)
    return review


def held(reported: str = "2026-11-12T10:00", **given: Any) -> Review:
    """Reported with 82.40 points within twenty working days of the last acceptance date."""
    review = in_first_review(**given)
    review.scores(reported, "82.40")
    return review


def rejected(**given: Any) -> Review:
    """Rejected with 74.99 points; the report is served on Wednesday 8 April."""
    review = in_evaluation("74.99", **given)
    review.serves("T-17.12/1", "2026-04-08T10:00")
    return review


def objected(**given: Any) -> Review:
    """Objected on Monday 20 April to two findings of the report that rejects."""
    review = rejected(**given)
    review.objects("2026-04-20T10:00")
    return review


def awaiting_service(**given: Any) -> Review:
    """The commissions agree on 82.40 points; the report is to be served."""
    review = in_evaluation(**given)
    review.evaluates("2026-04-20T10:00", agrees=True)
    return review


def in_correction(**given: Any) -> Review:
    """Served on Monday 27 April: due on Monday 1 June at 17:30."""
    review = awaiting_service(**given)
    review.serves("T-17.15a/1", "2026-04-27T11:00")
    return review


def objected_in_correction(**given: Any) -> Review:
    """Objected on Monday 4 May, when seven of the thirty days are used."""
    review = in_correction(**given)
    review.objects("2026-05-04T14:00")
    return review


def refiled(**given: Any) -> Review:
    """Filed again on Monday 11 May, when 14 days are used."""
    review = in_correction(**given)
    review.refiles("2026-05-11T14:00")
    return review


def in_second_review(**given: Any) -> Review:
    review = refiled(**given)
    review.takes_up("2026-05-12T10:00")
    review.examines("2026-05-13T10:00")
    return review


def in_second_evaluation(score: str = "88.00", **given: Any) -> Review:
    review = in_second_review(**given)
    review.scores("2026-06-15T10:00", score)
    return review


def before_board(scientific_errors: int = 4, **given: Any) -> Review:
    """A draft of 92.40 points, with so many scientific errors as evaluated."""
    review = in_evaluation("92.40", **given)
    review.evaluates("2026-04-20T10:00", agrees=True, scientific_errors=scientific_errors)
    return review


def in_re_review(**given: Any) -> Review:
    review = before_board(**given)
    review.decides("2026-11-24T10:00", "re-review")
    return review


def in_re_evaluation(**given: Any) -> Review:
    review = in_re_review(**given)
    review.assigns("2026-11-25T10:00", order_no="G-2")
    review.scores("2027-01-11T10:00", "70.00")
    return review


def conditional(**given: Any) -> Review:
    """Accepted conditionally; served on Tuesday 1 December."""
    review = before_board(**given)
    review.decides("2026-11-24T10:00", "conditional", first_school_year=2027)
    review.serves("T-17.18a/1", "2026-12-01T10:00")
    return review


def in_conditional_check(**given: Any) -> Review:
    review = conditional(**given)
    review.reflects("2026-12-04T10:00")
    return review


def guided(served_at: str = "2026-12-11T10:00", **given: Any) -> Review:
    """New errors in the corrections, served on Friday 11 December unless said otherwise."""
    review = in_conditional_check(**given)
    review.checks("2026-12-07T10:00", new_errors=2)
    review.serves("T-17.18c/1", served_at)
    return review


def in_guided_check(**given: Any) -> Review:
    review = guided(**given)
    review.mends("2026-12-28T10:00")
    return review


WAYS: dict[Stage, Callable[[], Review]] = {
    Stage.SUBMITTED: submitted,
    Stage.PRELIMINARY_REVIEW: in_preliminary_review,
    Stage.CODING: in_coding,
    Stage.AT_DIRECTORATE: at_directorate,
    Stage.FIRST_REVIEW: in_first_review,
    Stage.EVALUATION: in_evaluation,
    Stage.AWAITING_SERVICE: awaiting_service,
    Stage.CORRECTION: in_correction,
    Stage.SECOND_PRELIMINARY: refiled,
    Stage.SECOND_REVIEW: in_second_review,
    Stage.SECOND_EVALUATION: in_second_evaluation,
    Stage.BOARD: before_board,
    Stage.OBJECTION_OPEN: rejected,
    Stage.OBJECTION: objected,
    Stage.HELD: held,
    Stage.RE_REVIEW: in_re_review,
    Stage.RE_EVALUATION: in_re_evaluation,
    Stage.CONDITIONAL: conditional,
    Stage.CONDITIONAL_CHECK: in_conditional_check,
    Stage.GUIDED: guided,
    Stage.GUIDED_CHECK: in_guided_check,
}
"""A way to every stage but the last."""
