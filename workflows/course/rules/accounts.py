"""Accounts of institutions: who gives them, what they are called, whose they are (C-17)."""

from datetime import date

from workflows.course.forms import AccountOpening, AccountRole
from workflows.course.offices import Office
from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor


def named_by_number(role: AccountRole) -> bool:
    """Return whether an account bears its holder's identity number, not the code (C-17.2)."""
    return role is not AccountRole.USER_ADMINISTRATOR


def breaches_of_administration(institution: str, *, by: Actor) -> tuple[Reason, ...]:
    """Return why somebody may not open or close an institution's accounts (C-17.1).

    Province and district administer every institution; an institution's own administrator, whose
    actor names the institution, administers that one.
    """
    found = [*only("C-17.1", by, Office.USER_ADMINISTRATOR, to="administer accounts")]
    if not found and by.institution not in {None, institution}:
        found.append(
            Reason(
                rule="C-17.1",
                what=f"{by.institution} may not administer the accounts of {institution}",
                why="an institution's administrator gives accounts to its own staff",
                do=f"have it done by {institution}, or by the district or province",
            )
        )
    return tuple(found)


def breaches_of_opening(
    form: AccountOpening, *, by: Actor, holder: str | None
) -> tuple[Reason, ...]:
    """Return why an account cannot be opened (C-17.1, C-17.3).

    Args:
        form: Institution, role and person.
        by: Who opens it.
        holder: Who holds the institution's own account now.
    """
    found = [*breaches_of_administration(form.institution, by=by)]
    own = form.role is AccountRole.USER_ADMINISTRATOR
    if own and holder is not None and holder != form.person:
        found.append(
            Reason(
                rule="C-17.3",
                what=f"the account of {form.institution} is held by somebody else",
                why="an account is one person's: nobody uses another's",
                do="close the account of whoever has left, then open it anew",
            )
        )
    return tuple(found)


def breaches_of_closing(
    institution: str, *, by: Actor, on: date, last_opened: date | None
) -> tuple[Reason, ...]:
    """Return why somebody's accounts at an institution cannot be closed (C-17.3).

    Args:
        institution: Code of the institution.
        by: Who closes them.
        on: Last day of the accounts.
        last_opened: When the newest of the open accounts was opened; none if none is open.
    """
    found = [*breaches_of_administration(institution, by=by)]
    if last_opened is None:
        found.append(
            Reason(
                rule="C-17.3",
                what=f"no account of this person at {institution} is open",
                why="only an open account can be closed",
                do="check the person and the institution",
            )
        )
    elif on < last_opened:
        found.append(
            Reason(
                rule="C-17.3",
                what=f"closed on {on}, before it was opened on {last_opened}",
                why="an account ends on the day its holder leaves, or after",
                do="check the day",
            )
        )
    return tuple(found)
