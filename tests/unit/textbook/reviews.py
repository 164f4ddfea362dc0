"""Textbook reviews played at the gate, and the documents that bring them from stage to stage."""

from typing import Any

from pydantic import JsonValue

from tests.calendars import turkish_calendar
from tests.plays import Play, at
from workflows.kernel.act import Actor, Role, StartMessage
from workflows.kernel.entry import Admitted
from workflows.kernel.records import Entry, Opening, Sanction
from workflows.kernel.rulebook import Rulebook
from workflows.textbook.messages import Application, PreliminaryCheck
from workflows.textbook.process import REVIEW

from .drafts import BOOK, COEFFICIENT, an_application, seats

Body = dict[str, JsonValue]

FILED = "2031-03-10T10:00"
"""A Monday in working hours."""
DELIVERED: Body = {"delivered": {"sets": 3, "electronic_copies": 1}}
REVIEWERS: list[JsonValue] = [m.model_dump(mode="json") for m in seats(3, 1, 1)]
EVALUATORS: list[JsonValue] = [m.model_dump(mode="json") for m in seats(2, 1, 1)]


# -- documents -----------------------------------------------------------------------------------


def preliminary(*failed: str, without: str = "") -> Body:
    """A report of three members with every check recorded; some of them failed, one left out."""
    checks: Body = {c: {"passed": c not in failed} for c in PreliminaryCheck if c != without}
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
    usual: Body = {"decision": decision, "decision_no": "K-1", "decided_on": "2031-06-02"}
    reasoned: Body = {"reasoned_report_no": "GR-1"} if decision == "not-suitable" else {}
    return usual | reasoned | more


def served(notification: str, on: str) -> Body:
    """The service of a notification by registered letter."""
    return {"notification": notification, "served_on": on, "means": "registered-letter"}


def checked(new_errors: int = 0, *, reflected: bool = True) -> Body:
    """The check of the corrections that a conditional acceptance asked for."""
    return {"findings_reflected": reflected, "new_errors": new_errors, "report_no": "S-1"}


# -- the case ------------------------------------------------------------------------------------


class Review(Play):
    """One review; each step is the act of the office whose it is."""

    def takes_up(self, received: str, **more: Any) -> Entry:
        return self.send("take_up", Role.PRELIMINARY_COMMISSION, received, **more)

    def preliminary(self, received: str, *failed: str, without: str = "") -> Entry:
        body = preliminary(*failed, without=without)
        name = "record_preliminary_report"
        return self.send(name, Role.PRELIMINARY_COMMISSION, received, body)

    def hands_over(self, received: str) -> Entry:
        body: Body = {"anonymity_code": "K7-0312", "sealed_envelope_no": "Z-1"}
        return self.send("hand_over_to_directorate", Role.BOOKS_BRANCH, received, body)

    def assigns(self, received: str, **changes: JsonValue) -> Entry:
        return self.send("assign_commission", Role.DIRECTORATE, received, order(**changes))

    def reviews(self, received: str, score: str, scientific_errors: int = 4) -> Entry:
        body = scored(score, scientific_errors=scientific_errors)
        return self.send("record_review_report", Role.REVIEW_COMMISSION, received, body)

    def evaluates(self, received: str, **report: Any) -> Entry:
        name = "record_evaluation_report"
        return self.send(name, Role.EVALUATION_COMMISSION, received, evaluated(**report))

    def serves(self, notification: str, received: str, role: Role = Role.REVIEW_DEPARTMENT) -> Entry:
        """Record the service of a notification, on the day of its service."""
        return self.send("record_service", role, received, served(notification, received[:10]))

    def refiles(self, received: str, **more: Any) -> Entry:
        name = "submit_corrected_draft"
        return self.send(name, Role.APPLICANT, received, DELIVERED, **more)

    def decides(self, received: str, decision: str, **more: JsonValue) -> Entry:
        return self.send("record_board_decision", Role.BOARD, received, ruled(decision, **more))


def filing(application: Application, received: str = FILED) -> StartMessage:
    """The filing that opens a review."""
    return StartMessage(
        file_no="2031-0042",
        received_at=at(received),
        actor=Actor(role=Role.APPLICANT, id="person-1"),
        body=application.model_dump(mode="json"),
    )


def opening(*sanctions: Sanction, book: Rulebook = BOOK) -> Opening:
    """What the registers say when a draft is filed."""
    return Opening(
        calendar=turkish_calendar(), rulebook=book, coefficient=COEFFICIENT, sanctions=sanctions
    )


def a_review(
    received: str = FILED, *, application: Application | None = None, **registers: Any
) -> Review:
    """A draft of 208 pages that has been filed and waits its turn."""
    review = Review.opens(
        REVIEW, filing(application or an_application(), received), opening(**registers)
    )
    assert isinstance(review, Review)
    return review
