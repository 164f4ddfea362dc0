"""The follow-up form of the guiding Board members (takip formu; m.23)."""

from workflows.kernel.act import Reason
from workflows.kernel.rulebook import Rulebook
from workflows.textbook.messages_commission import FollowUpForm


def breaches_of_follow_up_form(form: FollowUpForm, book: Rulebook) -> tuple[Reason, ...]:
    """Return why a follow-up form does not open the way to the Board (T-23.1).

    Two members sign; one is enough while two of them are on long leave, sick or on duty.
    """
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
