"""Textbook reviews played at the gate, and the documents that bring them from stage to stage."""

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import JsonValue
from typing_extensions import override

from tests.kit.calendars import turkish_calendar
from tests.kit.plays import Play, at
from tests.unit.textbook_review.drafts import BOOK, COEFFICIENT, an_application, seats
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import StartMessage
from workflows.kernel.case.records import Entry, Opening, Verdict
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.roles import Actor, Role
from workflows.textbook_law.draft import FeePayment
from workflows.textbook_law.registers import BANS, Sanction
from workflows.textbook_review.messages.review import Application, PreliminaryCheck
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

Body = dict[str, JsonValue]

FILED = "2026-03-09T10:00"
"""The worked timeline of the catalogue begins on this Monday."""
DELIVERED: Body = {"delivered": {"sets": 3, "electronic_copies": 1}}
REVIEWERS: list[JsonValue] = [m.model_dump(mode="json") for m in seats(3, 1, 1)]
EVALUATORS: list[JsonValue] = [
    m.model_dump(mode="json") | {"id": f"evaluator-{n}"} for n, m in enumerate(seats(2, 1, 1))
]
OTHERS: list[JsonValue] = [
    m.model_dump(mode="json") | {"id": f"other-{n}"} for n, m in enumerate(seats(3, 1, 1))
]
"""Five people who have sat on none of these commissions."""


def an_expert(person: str, **changes: JsonValue) -> Body:
    """A field expert with title and branch."""
    usual: Body = {"role": "field-expert", "title": "ogretmen", "branch": "matematik"}
    return usual | {"id": person} | changes


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
        "hours_outside": "30",
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
    """An evaluation report; what goes to the Board with it has its reasons."""
    owed = not agrees or more.get("below_90") is False
    usual: Body = {
        "members": EVALUATORS,
        "agrees": agrees,
        "scientific_errors": scientific_errors,
        "report_no": "D-1",
    }
    return usual | ({"reasons": "the score is not borne out"} if owed else {}) | more


def ruled(decision: str, **more: JsonValue) -> Body:
    """A decision of the Board; a rejection has its reasoned report."""
    usual: Body = {"decision": decision, "decision_no": "K-1", "decided_on": "2026-11-24"}
    reasoned: Body = {"reasoned_report_no": "GR-1"} if decision == "not-suitable" else {}
    if decision in {"accept", "conditional"}:
        usual["first_school_year"] = 2027
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

    @override
    def actor(self, role: str, person: str | None = None) -> Actor:
        """Say who acts for an office: of a commission its first member, unless said otherwise."""
        seats = {
            Office.PRELIMINARY_COMMISSION: ("set_up_preliminary_commission",),
            Office.EVALUATION_COMMISSION: ("assign_evaluation_commission",),
            Office.REVIEW_COMMISSION: (
                "assign_objection_commission"
                if self.stage == Stage.OBJECTION
                else "assign_commission",
            ),
        }
        ordered = self.file.facts_of_any(seats.get(Office(role), ())) if role in seats else []
        if person is None and ordered:
            members: Any = ordered[-1].body["members"]
            person = members[0] if isinstance(members[0], str) else members[0]["id"]
        return super().actor(role, person)

    def sets_up(self, received: str, *members: str, **more: Any) -> Entry:
        """Set up the preliminary commission, the usual one unless said otherwise."""
        body: Body = {"members": list(members or ("pre-1", "pre-2", "pre-3")), "order_no": "B-1"}
        name = "set_up_preliminary_commission"
        return self.send(name, Office.PRESIDENCY, received, body, **more)

    def takes_up(self, received: str, **more: Any) -> Entry:
        set_up = self.file.facts_of("set_up_preliminary_commission")
        if self.waiting_on == Office.PRESIDENCY or not set_up:
            self.sets_up(received)
        return self.send("take_up", Office.PRELIMINARY_COMMISSION, received, **more)

    def examines(self, received: str, *failed: str) -> Entry:
        name = "record_preliminary_report"
        report = self.send(name, Office.PRELIMINARY_COMMISSION, received, preliminary(*failed))
        if self.stage == Stage.SECOND_PRELIMINARY:  # passed, and its envelope had been opened
            first = self.file.facts_of("hand_over_to_directorate")[1].body["anonymity_code"]
            self.hands_over(received, code=None if first is None else str(first), envelope="Z-2")
        return report

    def hands_over(
        self, received: str, code: str | None = "K7-0312", envelope: str = "Z-1"
    ) -> Entry:
        body: Body = {"anonymity_code": code, "sealed_envelope_no": envelope}
        return self.send("hand_over_to_directorate", Office.BOOKS_BRANCH, received, body)

    def proposes(
        self, received: str, *, members: JsonValue = None, chair: str = "person-0", **more: Any
    ) -> Entry:
        """Select a commission, the usual one unless said otherwise."""
        body: Body = {"members": members or REVIEWERS, "chair": chair}
        return self.send("propose_commission", Office.REVIEW_DEPARTMENT, received, body, **more)

    def approves(self, received: str) -> Entry:
        approved: Body = {"approved": True, "approval_no": "O-1"}
        return self.send("approve_commission", Office.PRESIDENCY, received, approved)

    def selects(self, received: str, **commission: Any) -> Entry:
        """Select a commission; the Presidency approves it at once."""
        self.proposes(received, **commission)
        return self.approves(received)

    def orders(self, received: str, **changes: JsonValue) -> Entry:
        return self.send("assign_commission", Office.DIRECTORATE, received, order(**changes))

    def assigns(self, received: str, **changes: JsonValue) -> Entry:
        """Select, approve and order a commission, the same people each time."""
        commission = {name: changes[name] for name in ("members", "chair") if name in changes}
        self.selects(received, **commission)
        return self.orders(received, **changes)

    def scores(self, received: str, score: str, scientific_errors: int = 4) -> Entry:
        body = scored(score, scientific_errors=scientific_errors)
        return self.send("record_review_report", Office.REVIEW_COMMISSION, received, body)

    def appoints_evaluators(
        self, received: str, members: JsonValue = None, chair: str = "evaluator-0"
    ) -> Entry:
        """Select, approve and order an evaluation commission."""
        who: Body = {"members": members or EVALUATORS, "chair": chair}
        self.send("propose_evaluation_commission", Office.REVIEW_DEPARTMENT, received, who)
        approved: Body = {"approved": True, "approval_no": "O-7"}
        self.send("approve_evaluation_commission", Office.PRESIDENCY, received, approved)
        ordered = order(order_no="G-7", hours="27", hours_outside="9", **who)
        return self.send("assign_evaluation_commission", Office.PRESIDENCY, received, ordered)

    @property
    def lacks_evaluators(self) -> bool:
        """Whether no evaluation commission was ordered, or one of it is to be replaced."""
        ordered = self.file.facts_of("assign_evaluation_commission")
        return self.waiting_on == Office.REVIEW_DEPARTMENT or not ordered

    def evaluates(self, received: str, **report: Any) -> Entry:
        self.until(received)
        if self.lacks_evaluators:
            self.appoints_evaluators(received, report.get("members"))
        name = "record_evaluation_report"
        return self.send(name, Office.EVALUATION_COMMISSION, received, evaluated(**report))

    def serves(self, notification: str, received: str, by: str = Office.REVIEW_DEPARTMENT) -> Entry:
        """Record the service of a notification, on the day of its service."""
        return self.send("record_service", by, received, served(notification, received[:10]))

    def refiles(self, received: str, **more: Any) -> Entry:
        name = "submit_corrected_draft"
        return self.send(name, Role.APPLICANT, received, DELIVERED, **more)

    def updates(self, received: str, errors: int, scientific_errors: int = 0, **more: Any) -> Entry:
        """Report on an update: errors and no score."""
        name, role = "record_update_report", Office.REVIEW_COMMISSION
        found: Body = {"errors": errors, "scientific_errors": scientific_errors}
        return self.send(name, role, received, found | {"report_no": "R-1"}, **more)

    def signs(self, received: str, **changes: JsonValue) -> Entry:
        """Two members of the Board sign the follow-up form."""
        form: Body = {"members": ["board-2", "board-3"], "form_no": "TF-1"}
        return self.send("sign_follow_up_form", Office.BOARD, received, form | changes)

    def decides(self, received: str, decision: str, **more: JsonValue) -> Entry:
        """Sign the follow-up form, if that is still to be done, and decide."""
        if self.stage == Stage.FOLLOW_UP:
            self.signs(received)
        today: Body = {"decided_on": received[:10]}
        more = today | more
        return self.send("record_board_decision", Office.BOARD, received, ruled(decision, **more))

    def reflects(self, received: str) -> Entry:
        name = "submit_conditional_corrections"
        return self.send(name, Role.APPLICANT, received, DELIVERED)

    def checks(self, received: str, new_errors: int = 0, *, reflected: bool = True) -> Entry:
        if self.lacks_evaluators:
            self.appoints_evaluators(received)
        name, body = "record_conditional_check", checked(new_errors, reflected=reflected)
        return self.send(name, Office.EVALUATION_COMMISSION, received, body)

    def mends(self, received: str) -> Entry:
        return self.send("submit_guided_corrections", Role.APPLICANT, received, DELIVERED)

    def finishes(self, received: str, *, completed: bool = True) -> Entry:
        name = "record_guided_corrections_complete"
        body: Body = {"completed": completed, "report_no": "S-2"}
        return self.send(name, Office.EVALUATION_COMMISSION, received, body)

    def objects(self, received: str, *findings: int, coefficient: str = "1.30") -> Entry:
        """Object to findings; the register knows the coefficient of the day of payment."""
        known: Body = {"coefficient": coefficient}
        body = contested(*findings)
        return self.send("file_objection", Role.APPLICANT, received, body, known=known)

    def hears(self, received: str, members: list[JsonValue] | None = None) -> Entry:
        """Assign the commission that looks at the objection."""
        body = order(
            members=members or OTHERS,
            chair="other-0",
            order_no="G-9",
            hours="20",
            hours_outside="5",
        )
        return self.send("assign_objection_commission", Office.PRESIDENCY, received, body)

    def answers(self, received: str, *accepted: int, **report: Any) -> Entry:
        """Report on the objection; the score stays as it was unless said otherwise."""
        said = {"score": self.score_before()} | report
        name, body = "record_objection_report", heard(*accepted, **said)
        return self.send(name, Office.REVIEW_COMMISSION, received, body)

    def score_before(self) -> str:
        """The score of the last review, where there is one."""
        scores = [f.body["score"] for f in self.file.facts if f.name == "record_review_report"]
        return str(scores[-1]) if scores else "82.00"

    def sets_fee(self, received: str, owed: str) -> Entry:
        """The Presidency says what is owed where the rules do not."""
        body: Body = {"owed": owed, "decision_no": "U-1"}
        return self.send("record_fee_decision", Office.PRESIDENCY, received, body)

    def withdraws(self, received: str) -> Entry:
        return self.send("withdraw", Role.APPLICANT, received)

    @override
    def _known(self, command: Command) -> Command:
        """What the register of coefficients says of an objection that had to wait."""
        if command.name != "file_objection":
            return command
        verdict = Verdict(granted=True, facts={"coefficient": "1.30"})
        return command.model_copy(update={"verdict": verdict})

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
        actor=Actor(role=Role.APPLICANT, id="applicant-1"),
        body=application.model_dump(mode="json"),
    )


def opening(*sanctions: Sanction, book: Rulebook = BOOK) -> Opening:
    """What the registers say when a draft is filed."""
    return Opening(
        calendar=turkish_calendar(),
        rulebook=book,
        known={
            BANS: [ban.model_dump(mode="json") for ban in sanctions],
            "coefficient": str(COEFFICIENT),
        },
    )
