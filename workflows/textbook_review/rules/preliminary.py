"""Preliminary review (ön inceleme; m.13): the report, and the hand-over that follows it."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import PersonId
from workflows.textbook_law.draft import Document, Work
from workflows.textbook_law.fees import breaches_of_fee, owes_fee
from workflows.textbook_law.sets import breaches_of_original_texts, breaches_of_set, type_size
from workflows.textbook_law.staff import breaches_of_declaration, breaches_of_staff
from workflows.textbook_review.messages.review import (
    Application,
    CorrectedDraft,
    HandOver,
    PreliminaryCheck,
    PreliminaryReport,
)
from workflows.textbook_review.rules.filing import breaches_of_delivery, missing_documents

RULE_OF = {
    PreliminaryCheck.FEE_PAID: "T-13.1a",
    PreliminaryCheck.APPLICATION_IN_ORDER: "T-13.1b",
    PreliminaryCheck.SIZE_AND_SIGNATURES: "T-13.1c",
    PreliminaryCheck.NO_IDENTIFYING_SIGN: "T-13.1ç",
    PreliminaryCheck.TYPE_SIZE: "T-13.1d",
    PreliminaryCheck.COPIES_IDENTICAL: "T-13.1e",
    PreliminaryCheck.FRONT_AND_BACK_MATTER: "T-13.1f",
    PreliminaryCheck.QUALIFIED_STAFF: "T-13.1g",
    PreliminaryCheck.SET_COMPLETE: "T-13.1ğ",
}
"""The rule behind each check of m.13(1)."""

CHECK_CALLED = {
    PreliminaryCheck.FEE_PAID: "fee_paid (m.13(1)a)",
    PreliminaryCheck.APPLICATION_IN_ORDER: "application_in_order (m.13(1)b)",
    PreliminaryCheck.SIZE_AND_SIGNATURES: "size_and_signatures (m.13(1)c)",
    PreliminaryCheck.NO_IDENTIFYING_SIGN: "no_identifying_sign (m.13(1)ç)",
    PreliminaryCheck.TYPE_SIZE: "type_size (m.13(1)d)",
    PreliminaryCheck.COPIES_IDENTICAL: "copies_identical (m.13(1)e)",
    PreliminaryCheck.FRONT_AND_BACK_MATTER: "front_and_back_matter (m.13(1)f)",
    PreliminaryCheck.QUALIFIED_STAFF: "qualified_staff (m.13(1)g)",
    PreliminaryCheck.SET_COMPLETE: "set_complete (m.13(1)ğ)",
}
"""What the checks are called in a refusal."""

PAPER_CALLED = {
    Document.PETITION: "petition (m.12(1)a)",
    Document.AUTHOR_PAPERS: "author-papers (m.12(1)c)",
    Document.EXPERT_PAPERS: "expert-papers (m.12(1)ç)",
    Document.FEE_RECEIPT: "fee-receipt (m.12(1)d)",
    Document.EMPLOYMENT_DECLARATION: "employment-declaration (m.12(1)e)",
}
"""What the papers of a filing are called in a refusal."""


def due_checks(
    application: Application, corrected: CorrectedDraft | None, book: Rulebook
) -> tuple[PreliminaryCheck, ...]:
    """Return the checks a report must record, in the article's order.

    The fee is looked at once, and only where one is owed: not for units, not for a corrected
    draft (R-T.17).
    """
    if corrected is None and owes_fee(application, book):
        return tuple(PreliminaryCheck)
    return tuple(check for check in PreliminaryCheck if check is not PreliminaryCheck.FEE_PAID)


def breaches_of_preliminary_report(
    report: PreliminaryReport,
    application: Application,
    book: Rulebook,
    *,
    members: Collection[PersonId],
    coefficient: Decimal | None,
    filed_on: date,
    corrected: CorrectedDraft | None = None,
    set_fee: Decimal | None = None,
) -> tuple[Reason, ...]:
    """Return why a preliminary report cannot stand (T-13.0, T-13.1).

    What only eyes can judge is left to the commission; but a check must be recorded, and it cannot
    pass against what the case file itself says.

    Args:
        report: The report to judge.
        application: The filing that opened the case.
        book: The case's rulebook.
        members: Who was set up as the preliminary commission; nobody: no setting up was recorded.
        coefficient: Coefficient of the payment date, none where the register knows none.
        filed_on: Day of the filing in Istanbul.
        corrected: The corrected draft under review; none at the first preliminary review.
        set_fee: The fee that the Presidency has set, where the rules give none (R-T.28).
    """
    due = due_checks(application, corrected, book)
    fee_passes = PreliminaryCheck.FEE_PAID in due and _passes(report, PreliminaryCheck.FEE_PAID)
    # the declaration is judged once: when a coded draft comes again, its file knows tokens only
    staff_passes = corrected is None and _passes(report, PreliminaryCheck.QUALIFIED_STAFF)
    set_passes = _passes(report, PreliminaryCheck.SET_COMPLETE)
    fee = breaches_of_fee(application, coefficient, filed_on, book, set_fee=set_fee)
    return (
        *_breaches_of_members(report, members, book),
        *_breaches_of_checklist(report, due),
        *(fee if fee_passes else ()),
        *_order_passed_against_file(report, application, book, corrected),
        *(breaches_of_staff(application, book) if staff_passes else ()),
        *(breaches_of_set(application.work, book) if set_passes else ()),
        *_breaches_of_type_size(report, application.work, book),
    )


def breaches_of_hand_over(hand_over: HandOver, application: Application) -> tuple[Reason, ...]:
    """Return why a hand-over to the Directorate cannot stand (T-13.2b, T-13.2d)."""
    code = hand_over.anonymity_code
    if application.updates is not None:
        return _breaches_of_open_hand_over(code)
    if application.applicant.is_publisher and code is None:
        return (
            Reason(
                rule="T-13.2b",
                what="the draft has no anonymity code",
                why="a publisher's draft is coded before anyone reviews it",
                do="let the branch give it a code and hand it over under that code",
            ),
        )
    if not application.applicant.is_publisher and code is not None:
        return (
            Reason(
                rule="T-13.2b",
                what="a unit's draft was given an anonymity code",
                why="only publishers' drafts are coded",
                do="hand it over without a code",
            ),
        )
    return ()


def breaches_of_code(hand_over: HandOver, first: HandOver | None) -> tuple[Reason, ...]:
    """Return why a corrected draft cannot be handed over so: it keeps its code (T-13.3, T-17.16).

    Args:
        hand_over: The hand-over to judge.
        first: That of the draft as it was first filed; none: this is the one.
    """
    known = first.anonymity_code if first is not None else None
    if known is None or hand_over.anonymity_code in {None, known}:
        return ()
    return (
        Reason(
            rule="T-13.3",
            what=f"the corrected draft was given the code {hand_over.anonymity_code}",
            why=f"its commissions know the draft as {known}, and corrections go the same way",
            do=f"hand it over under {known}",
        ),
    )


def _breaches_of_open_hand_over(code: str | None) -> tuple[Reason, ...]:
    if code is None:
        return ()
    return (
        Reason(
            rule="T-13.2d",
            what="an updated draft was given an anonymity code",
            why="updates of known books are reviewed openly",
            do="hand it over without a code",
        ),
    )


def breaches_of_preliminary_commission(
    members: Collection[PersonId], book: Rulebook
) -> tuple[Reason, ...]:
    """Return why these cannot be the preliminary commission (T-13.0)."""
    seats, persons = book.count("prelim.members"), len(set(members))
    if len(members) == persons == seats:
        return ()
    return (
        Reason(
            rule="T-13.0",
            what=f"{persons} different persons have {len(members)} seats",
            why=f"the preliminary commission has exactly {seats} members",
            do=f"name {seats} members, each once",
        ),
    )


def _breaches_of_members(
    report: PreliminaryReport, members: Collection[PersonId], book: Rulebook
) -> tuple[Reason, ...]:
    if not members:
        return breaches_of_preliminary_commission(report.members, book)
    if sorted(report.members) == sorted(members):
        return ()
    return (
        Reason(
            rule="T-13.0",
            what=f"the report is by {', '.join(report.members)}",
            why=f"the Presidency set up a preliminary commission of {', '.join(members)}",
            do="name the members who were set up, each once",
        ),
    )


def _breaches_of_checklist(
    report: PreliminaryReport, due: tuple[PreliminaryCheck, ...]
) -> tuple[Reason, ...]:
    unrecorded = tuple(
        Reason(
            rule=RULE_OF[check],
            what="the check " + CHECK_CALLED[check] + " is not recorded",
            why="the commission looks at every item of m.13(1)",
            do="record whether the check passed",
        )
        for check in due
        if check not in report.checks
    )
    undue = tuple(
        Reason(
            rule="R-T.17",
            what="the draft fails fee_paid, though no fee is owed",
            why="neither units nor corrected drafts pay a review fee",
            do="leave this check out",
        )
        for check in report.failed_checks
        if check not in due
    )
    return unrecorded + undue


def _breaches_of_type_size(
    report: PreliminaryReport, work: Work, book: Rulebook
) -> tuple[Reason, ...]:
    found, least = report.smallest_type, type_size(work.grade, book)
    if found is None or least is None or found >= least:
        return ()
    if not _passes(report, PreliminaryCheck.TYPE_SIZE):
        return ()
    return (
        Reason(
            rule="T-13.1d",
            what=f"the draft passes by its type size, but running text of {found} points was found",
            why=f"running text for grade {work.grade} has at least {least} points (T-8.1ç10)",
            do="record the check as failed, with a note for the applicant",
        ),
    )


def _passes(report: PreliminaryReport, check: PreliminaryCheck) -> bool:
    return check in report.checks and report.checks[check].passed


def _order_passed_against_file(
    report: PreliminaryReport,
    application: Application,
    book: Rulebook,
    corrected: CorrectedDraft | None,
) -> tuple[Reason, ...]:
    if not _passes(report, PreliminaryCheck.APPLICATION_IN_ORDER):
        return ()
    # m.12(1)b: copies are due at every stage; the other papers lie in the file since the filing
    delivered = application.delivered if corrected is None else corrected.delivered
    missing = () if corrected is not None else missing_documents(application, book)
    papers = tuple(
        Reason(
            rule="T-12.1",
            what="the draft passes as in order, but the file has no " + PAPER_CALLED[document],
            why="m.12(1) asks for it, and the check is about exactly that (T-13.1b)",
            do="record the check as failed, with a note for the applicant",
        )
        for document in missing
    )
    if corrected is not None:
        return breaches_of_delivery(delivered, book)
    return (
        *breaches_of_delivery(delivered, book),
        *papers,
        *breaches_of_original_texts(application, book),
        *breaches_of_declaration(application),
    )
