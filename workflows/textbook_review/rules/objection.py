"""The objection to findings (tespitlere itiraz; m.22): what it needs, and who looks at it."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from workflows.kernel.case.file import sealed
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import PersonId, RegisterNo
from workflows.textbook_law.fees import breaches_of_fee, breaches_of_payment, computed_fee, owes_fee
from workflows.textbook_review.messages.objection import Objection, ObjectionReport
from workflows.textbook_review.messages.review import Application, AssignmentOrder
from workflows.textbook_review.rules.commission import breaches_of_protocols


def breaches_of_objection(
    objection: Objection, *, findings: int, earlier_objections: int
) -> tuple[Reason, ...]:
    """Return why an objection cannot be received (T-22.1).

    Its fifteen days are a term, its fee a matter of `breaches_of_objection_fee`.

    Args:
        objection: The contested items, each with its ground.
        findings: How many findings the report counts that was served last; one that counts none is
            contested by the numbers of the objection itself.
        earlier_objections: Objections in this case so far; there is one per application (R-T.13).
    """
    numbers = Counter(item.finding_no for item in objection.items)
    breaches = []
    if earlier_objections:
        breaches.append(
            Reason(
                rule="T-22.1",
                what="an objection has been made in this case before",
                why="findings are objected to once",
                do="await the Board's decision, or file a new application",
                acts=("record_board_decision",),
            )
        )
    breaches += [
        Reason(
            rule="T-22.1",
            what=f"finding {number} is contested {times} times",
            why="each contested finding has its ground",
            do="state all arguments against a finding under one item",
        )
        for number, times in numbers.items()
        if times > 1
    ]
    breaches += [
        Reason(
            rule="T-22.1",
            what=f"the report has no finding {number}",
            why=f"an objection is about findings of the report, and it counts {findings}",
            do="name the finding by its number in the report",
        )
        for number in numbers
        if number > findings > 0
    ]
    return tuple(breaches)


def breaches_of_objection_fee(
    objection: Objection,
    application: Application,
    coefficient: Decimal | None,
    filed_on: date,
    book: Rulebook,
) -> tuple[Reason, ...]:
    """Return why the fee of an objection does not count as paid (T-22.3).

    It is the full review fee once more, by the coefficient of its own payment date; who paid none
    for the review pays none here. Where the rules give no fee the objection is received all the
    same: the fifteen days are not the applicant's to lose by a missing row (R-T.17).

    Args:
        objection: The objection with its bank receipt.
        application: The filing that it follows; size of the work, first receipt.
        coefficient: Coefficient on the payment date of the objection's fee; none if unknown.
        filed_on: Day of receipt of the objection in Istanbul.
        book: The case's rulebook.
    """
    paid_anew = application.model_copy(update={"fee": objection.fee})
    known = computed_fee(application.work, coefficient, book) is not None
    found = (
        breaches_of_fee(paid_anew, coefficient, filed_on, book)
        if known
        else breaches_of_payment(paid_anew, filed_on, book)
    )
    breaches = tuple(breach.model_copy(update={"rule": "T-22.3"}) for breach in found)
    first, second = application.fee, objection.fee
    if first is None or second is None:
        return breaches
    if first.receipt_no not in {second.receipt_no, sealed_receipt(second.receipt_no)}:
        return breaches
    return (
        *breaches,
        Reason(
            rule="T-22.3",
            what=f"the receipt {second.receipt_no} is that of the application",
            why="an objection is paid for like a new review",
            do="pay the fee once more and state the new receipt",
        ),
    )


def awaits_fee_decision(
    application: Application, coefficient: Decimal | None, book: Rulebook
) -> bool:
    """Return whether the Presidency has to set a fee that is owed: the rules give none (R-T.28)."""
    owed = owes_fee(application, book)
    return owed and computed_fee(application.work, coefficient, book) is None


def sealed_receipt(receipt_no: RegisterNo) -> RegisterNo:
    """Return what stands for a receipt in a sealed file (T-13.2c): equal numbers stay equal."""
    return sealed(receipt_no)


def breaches_of_objection_commission(
    order: AssignmentOrder, earlier_members: Collection[PersonId]
) -> tuple[Reason, ...]:
    """Return why the commission for an objection cannot be assigned like this (T-22.2, T-17.5).

    Args:
        order: Members and chair.
        earlier_members: Everybody who sat on a commission of this draft before, on whichever.
    """
    seats = Counter(member.id for member in order.members)
    breaches = [
        Reason(
            rule="T-22.2",
            what=f"{person} took part in the earlier review of this draft",
            why="an objection is examined by people who did not",
            do="name somebody else",
        )
        for person in seats
        if person in earlier_members
    ]
    breaches += [
        Reason(
            rule="T-22.2",
            what=f"{person} is named more than once",
            why="each seat of a commission is another person",
            do="name every member once",
        )
        for person, times in seats.items()
        if times > 1
    ]
    if order.chair not in seats:
        breaches.append(
            Reason(
                rule="T-22.2",
                what=f"the chair {order.chair} is not among the members",
                why="the order names the chair and the members of one commission",
                do="name one of the members as chair",
            )
        )
    return (*breaches, *breaches_of_protocols(order.members))


def breaches_of_objection_report(
    report: ObjectionReport,
    objection: Objection,
    *,
    scientific_errors: int | None,
    scored: bool,
    score_before: Decimal | None = None,
) -> tuple[Reason, ...]:
    """Return why a report on an objection cannot stand: it judges contested items only (T-22.2).

    Args:
        report: Accepted items and what is left.
        objection: What was contested.
        scientific_errors: Scientific errors before the objection, it adds none; none: no report has
            counted them yet.
        scored: Whether this draft is reviewed with a score; updates and translations are not.
        score_before: The score before the objection, if there was one yet.
    """
    contested = {item.finding_no for item in objection.items}
    breaches = [
        Reason(
            rule="T-22.2",
            what=f"the report accepts finding {number}, which is not contested",
            why="an objection is examined only in its contested items and their grounds",
            do="leave it out",
        )
        for number in sorted(set(report.accepted) - contested)
    ]
    if scientific_errors is not None and report.scientific_errors > scientific_errors:
        breaches.append(
            Reason(
                rule="T-22.2",
                what=f"{report.scientific_errors} scientific errors remain of {scientific_errors}",
                why="an objection removes findings, it adds none",
                do="correct the number of scientific errors that remain",
            )
        )
    return (
        *breaches,
        *_breaches_of_score(report, scored=scored),
        *_breaches_of_change(report, score_before),
    )


def _breaches_of_change(report: ObjectionReport, before: Decimal | None) -> tuple[Reason, ...]:
    """R-T.27: only what is accepted is scored, so nothing else moves the score."""
    if report.score is None or before is None:
        return ()
    if not report.accepted and report.score != before:
        what, do = "no item is accepted", f"state the score as it was: {before}"
    elif report.score < before:
        what, do = "items are accepted", f"state {before} or more"
    else:
        return ()
    return (
        Reason(
            rule="R-T.27",
            what=f"{what}, and the score goes from {before} to {report.score}",
            why="accepted items alone are scored: without any the score stays, "
            "with some it does not fall",
            do=do,
        ),
    )


def _breaches_of_score(report: ObjectionReport, *, scored: bool) -> tuple[Reason, ...]:
    if scored and report.score is None:
        return (
            Reason(
                rule="T-22.2",
                what="the report states no score",
                why="accepted items are scored, and the Board decides on the score that follows",
                do="state the score, the same as before if nothing is accepted",
            ),
        )
    if not scored and report.score is not None:
        return (
            Reason(
                rule="T-17.25",
                what=f"the report gives {report.score} points to a draft reviewed without a score",
                why="updates are not scored, nor are translations",
                do="leave the score out",
            ),
        )
    return ()
