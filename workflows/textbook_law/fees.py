"""The review fee (inceletme ücreti; m.15): who owes it, how much, and whether it was paid."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import FiledDraft, PartKind, Route, Work

KURUS = Decimal("0.01")


def signatures(pages: int, book: Rulebook) -> int:
    """Return the signatures (forma) of a work with this many inner pages (T-15.1b, R-T.3).

    Sixteen pages make one; a remainder of eight pages or more counts as a whole one, less is free.
    """
    return whole_ones(pages, book.count("forma.pages"), book)


def whole_ones(count: int, each: int, book: Rulebook) -> int:
    """Return the signatures that pages make, or what is counted like them (m.15(1), R-E.3).

    Args:
        count: Pages or screens.
        each: How many make one signature.
        book: The case's rulebook with ``forma.remainder_min``.
    """
    whole, remainder = divmod(count, each)
    return whole + (remainder >= book.count("forma.remainder_min"))


def charged_signatures(work: Work, book: Rulebook) -> int:
    """Return the signatures for which the fee of a work is paid (T-15.1b, T-17.10b).

    Each book of a set has its own signatures, and its own remainder (R-T.9). Supplementary material
    of a workbook is charged as two signatures instead, whatever its pages.
    """
    flat = "fee.supplement_signatures"
    kinds = {part.kind for part in work.parts}
    # a rulebook recorded before this figure charges such material by its pages
    if not {PartKind.WORKBOOK, PartKind.SUPPLEMENT} <= kinds or flat not in book.figures:
        return sum(signatures(part.pages, book) for part in work.parts)
    books = (part for part in work.parts if part.kind is not PartKind.SUPPLEMENT)
    return sum(signatures(part.pages, book) for part in books) + book.count(flat)


def fee_of(work: Work, coefficient: Decimal, book: Rulebook) -> Decimal:
    """Return the review fee of a work, supplementary material included (T-15.1a, T-17.10b)."""
    return _priced(charged_signatures(work, book), coefficient, book)


def computed_fee(work: Work, coefficient: Decimal | None, book: Rulebook) -> Decimal | None:
    """Return the review fee of a work; none where the rules give none (R-T.28).

    They give none where no coefficient is registered for the payment date, nor for a work whose
    books are all below eight pages (R-T.3): the Presidency sets it then.
    """
    if coefficient is None or charged_signatures(work, book) == 0:
        return None
    return fee_of(work, coefficient, book)


def review_fee(pages: int, coefficient: Decimal, book: Rulebook) -> Decimal:
    """Return the fee for reviewing a single book, in Turkish lira and kuruş (T-15.1a).

    Args:
        pages: Inner pages.
        coefficient: Civil-servant monthly coefficient of the payment date, lira per point.
        book: The case's rulebook: indicator and size of a signature.
    """
    return _priced(signatures(pages, book), coefficient, book)


def owes_fee(application: FiledDraft, book: Rulebook) -> bool:
    """Return whether a draft is reviewed for a fee (T-15.1a, R-T.17).

    Only privately prepared drafts are; the Ministry's own routes and its units pay none, unless
    ``fee.unit`` makes units pay.
    """
    if application.applicant.is_publisher:
        return application.route is Route.PRIVATE
    return book.flag("fee.unit")


def breaches_of_fee(
    application: FiledDraft,
    coefficient: Decimal | None,
    filed_on: date,
    book: Rulebook,
    *,
    set_fee: Decimal | None = None,
) -> tuple[Reason, ...]:
    """Return why the review fee does not count as paid in full (T-13.1a, T-15.1a, T-15.2).

    Args:
        application: The filing with its bank receipt.
        coefficient: Coefficient on the payment date; none where the register knows none.
        filed_on: Day of receipt in Istanbul; the fee is paid before it or on it.
        book: The case's rulebook.
        set_fee: The fee that the Presidency has set, where the rules give none (R-T.28).
    """
    if not owes_fee(application, book):
        return ()
    owed = computed_fee(application.work, coefficient, book)
    if owed is None and set_fee is None and charged_signatures(application.work, book) == 0:
        return (_no_signature(application.work),)
    if application.fee is None:
        return breaches_of_payment(application, filed_on, book)
    return (
        *breaches_of_payment(application, filed_on, book),
        *_breaches_of_amount(application, owed if set_fee is None else set_fee, coefficient, book),
    )


def breaches_of_payment(
    application: FiledDraft, filed_on: date, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why a draft does not count as paid for at all, however much is owed (T-15.2)."""
    if not owes_fee(application, book):
        return ()
    if application.fee is None:
        return (
            Reason(
                rule="T-13.1a",
                what="no review fee is stated as paid",
                why="a privately prepared draft is reviewed for a fee, paid before filing",
                do="pay the fee to the revolving fund and state amount, day and receipt number",
            ),
        )
    return _breaches_of_payment_day(application.fee.paid_on, filed_on)


def _no_signature(work: Work) -> Reason:
    return Reason(
        rule="R-T.3",
        what=f"a work of {work.pages} pages has no whole signature",
        why="the fee is counted in signatures of 16 pages, and fewer than 8 pages are none",
        do="have the Presidency set the fee of this work: record_fee_decision (R-T.28)",
        acts=("record_fee_decision",),
    )


def fee_for(count: int, coefficient: Decimal, book: Rulebook) -> Decimal:
    """Return the fee for so many signatures, in Turkish lira and kuruş (m.15(1))."""
    return _priced(count, coefficient, book)


def _priced(count: int, coefficient: Decimal, book: Rulebook) -> Decimal:
    fee = count * book.number("review_fee.indicator") * coefficient
    # R-S.11: half up to the kuruş, once, at the end
    return fee.quantize(KURUS, rounding=ROUND_HALF_UP)


def _breaches_of_payment_day(paid_on: date, filed_on: date) -> tuple[Reason, ...]:
    if paid_on <= filed_on:
        return ()
    return (
        Reason(
            rule="T-15.2",
            what=f"the fee is dated {paid_on}, after the filing of {filed_on}",
            why="the fee is paid to the revolving fund before the draft is filed",
            do="check the day on the bank receipt",
        ),
    )


def _breaches_of_amount(
    application: FiledDraft, owed: Decimal | None, coefficient: Decimal | None, book: Rulebook
) -> tuple[Reason, ...]:
    if owed is None:
        return (
            Reason(
                rule="T-15.1a",
                what="no civil-servant coefficient is registered for the payment date",
                why="the fee is the signatures times the indicator times that day's coefficient",
                do="have the Presidency set the fee owed: record_fee_decision (R-T.28)",
                acts=("record_fee_decision",),
            ),
        )
    paid = application.fee.amount if application.fee else Decimal(0)
    if paid >= owed:
        return ()
    return (
        Reason(
            rule="T-13.1a",
            what=f"{paid:.2f} lira were paid, {owed:.2f} lira are owed",
            why=_how_owed(application.work, owed, coefficient, book),
            do=f"pay the missing {owed - paid:.2f} lira to the revolving fund and file the receipt",
        ),
    )


def _how_owed(work: Work, owed: Decimal, coefficient: Decimal | None, book: Rulebook) -> str:
    if coefficient is None or computed_fee(work, coefficient, book) != owed:
        return "the Presidency has set the fee (R-T.28)"
    return (
        f"{charged_signatures(work, book)} signatures x "
        f"{book.number('review_fee.indicator')} x coefficient {coefficient}"
    )
