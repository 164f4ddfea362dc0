"""The signing (m.8(3), m.9(3)): by whom, in how many counterparts, in which form."""

from datetime import date

from workflows.agreement.messages.agreement import Draft, Level, Signing
from workflows.agreement.offices import Office
from workflows.agreement.rules.days import breaches_of_stated_day
from workflows.agreement.rules.offices import signatory_of
from workflows.kernel.case.refusal import Reason


def breaches_of_signing(
    signing: Signing, *, level: Level, draft: Draft, today: date
) -> tuple[Reason, ...]:
    """Return why an agreement cannot be signed like this (A-8.1, A-8.3, A-9.3, R-A.9).

    Args:
        signing: Who signed, when, and in which form.
        level: Level of the agreement.
        draft: What was signed.
        today: Day of the record.
    """
    signed_on = signing.signed_on
    return (
        *breaches_of_stated_day(f"signed on {signed_on}", signed_on, today=today, rule="A-8.1"),
        *_breaches_of_term(signing, draft),
        *_breaches_of_signatory(signing, level),
        *_breaches_of_form(signing, draft),
    )


def _breaches_of_term(signing: Signing, draft: Draft) -> tuple[Reason, ...]:
    if signing.signed_on <= draft.ends_on:
        return ()
    return (
        Reason(
            rule="A-8.10",
            what=f"signed on {signing.signed_on}, after its last day",
            why=f"its term ends on {draft.ends_on}",
            do="agree on a later term, and record the new draft",
        ),
    )


def _breaches_of_signatory(signing: Signing, level: Level) -> tuple[Reason, ...]:
    found = []
    signatory = signatory_of(level)
    if signing.signed_by is not signatory:
        found.append(
            Reason(
                rule="A-8.3",
                what=f"signed for {signing.signed_by}",
                why=f"an agreement of this level is signed by {signatory}",
                do=f"have it signed by {signatory}",
            )
        )
    if signing.designation_no is not None and signing.signed_by is not Office.MINISTER:
        found.append(
            Reason(
                rule="R-A.9",
                what=f"{signing.signed_by} signs by designation {signing.designation_no}",
                why="only the Minister may have somebody else sign; directors sign themselves",
                do="leave the designation out, or record who really signed",
            )
        )
    return tuple(found)


def _breaches_of_form(signing: Signing, draft: Draft) -> tuple[Reason, ...]:
    found = []
    if signing.counterparts != draft.parties:
        found.append(
            Reason(
                rule="A-9.3",
                what=f"{signing.counterparts} counterparts for {draft.parties} parties",
                why="there are as many counterparts as parties",
                do=f"sign {draft.parties} counterparts",
            )
        )
    if not signing.initialled:
        found.append(
            Reason(
                rule="A-9.3",
                what="not every page is initialled",
                why="the signatories initial every page and sign the last one",
                do="have the pages initialled",
            )
        )
    if not signing.last_page_signed:
        found.append(
            Reason(
                rule="A-9.3",
                what="the last page is not signed by every party",
                why="the signatories initial every page and sign the last one",
                do="have the last page signed",
            )
        )
    if not signing.blue_ink:
        found.append(
            Reason(
                rule="A-9.3",
                what="not initialled and signed in blue",
                why="counterparts are initialled and signed with a pen of blue ink",
                do="have them initialled and signed in blue",
            )
        )
    if not signing.sealed:
        found.append(
            Reason(
                rule="A-9.3",
                what="a stamp or seal is missing on the last page",
                why="the last page bears the stamp or seal of every party",
                do="have it stamped or sealed",
            )
        )
    return tuple(found)
