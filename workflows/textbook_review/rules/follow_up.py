"""The follow-up form of the guiding Board members (takip formu; m.23)."""

from collections.abc import Collection

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import PersonId
from workflows.textbook_review.messages.commission import FollowUpForm


def breaches_of_follow_up_form(
    form: FollowUpForm, commissions: Collection[PersonId], book: Rulebook
) -> tuple[Reason, ...]:
    """Return why a follow-up form does not open the way to the Board (T-23.1, R-T.26).

    Two members sign; one is enough while two of them are on long leave, sick or on duty.

    Args:
        form: The signed form.
        commissions: Everybody who sat on a commission of this draft.
        book: The case's rulebook.
    """
    return (*_breaches_of_signing(form, book), *_breaches_of_distance(form, commissions))


def _breaches_of_signing(form: FollowUpForm, book: Rulebook) -> tuple[Reason, ...]:
    signed = len(set(form.members))
    away = form.absent_reason is not None
    least = book.count("follow_up.members_while_away" if away else "follow_up.members")
    if signed == len(form.members) and signed >= least:
        return ()
    return (
        Reason(
            rule="T-23.1",
            what=f"{signed} different Board members sign in {len(form.members)} places",
            why=f"at least {least} guide the commission and sign after seeing report and draft",
            do="have the missing members sign, each once, or state why they are away",
        ),
    )


def _breaches_of_distance(
    form: FollowUpForm, commissions: Collection[PersonId]
) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            rule="R-T.26",
            what=f"{person} guides a commission of this draft and sat on one",
            why="nobody guides their own review objectively",
            do="have another Board member guide the commission and sign",
        )
        for person in dict.fromkeys(form.members)
        if person in commissions
    )
