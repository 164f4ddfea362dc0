"""Who people are: registering them, hiding them by court order, changing a number, photos.

A refusal names nobody and repeats no number, and whoever may not act learns nothing else. The
reasons are the same whether a date of birth is wrong or a court hides the identity: they would give
away which of the two it is.
"""

from collections.abc import Iterator
from datetime import date

from workflows.course.forms import (
    IdentityOrder,
    NumberCorrection,
    OlderCertificate,
    Photo,
    Registration,
)
from workflows.course.offices import Office
from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen


class Holder(Frozen):
    """What the register says of the person who has a number."""

    birth_date: date
    hidden: bool


def breaches_of_registration(
    form: Registration, *, by: Actor, on: date, holder: Holder | None, replaced: bool
) -> tuple[Reason, ...]:
    """Return why a person cannot be registered, or found again (C-2.1, C-2.2, C-16.1).

    Args:
        form: The person.
        by: Who registers.
        on: Day of the act, in Istanbul.
        holder: Who has the number already; the same person, if the date of birth agrees.
        replaced: Whether somebody has had the number and has another one since.
    """
    offices = (Office.PRINCIPAL, Office.DIRECTORATE_GENERAL)
    if refused := only("C-2.1", by, *offices, to="register people"):
        return refused
    found: list[Reason] = []
    if form.birth_date > on:
        found.append(
            Reason(
                rule="C-2.1",
                what="the date of birth is still to come",
                why="people are found by identity number and date of birth",
                do="enter the date of birth from the civil registry",
            )
        )
    if form.hidden_by is not None:
        found += only("C-2.2", by, Office.DIRECTORATE_GENERAL, to="register a hidden identity")
        found += _not_current(form.hidden_by.decided_on, on=on, last=None)
    if replaced:
        found.append(
            Reason(
                rule="C-16.1",
                what="this identity number has been replaced by another one",
                why="the civil registry changed it, and the register followed",
                do="enter the number that holds now",
            )
        )
    if holder is not None and not _shown(form.birth_date, holder, by):
        found += _NOBODY_TO_BE_SHOWN
    return tuple(found)


def breaches_of_search(birth_date: date, *, by: Actor, holder: Holder | None) -> tuple[Reason, ...]:
    """Return why number and date of birth bring up nobody (C-2.1, C-2.2)."""
    offices = (Office.PRINCIPAL, Office.DIRECTORATE_GENERAL)
    if refused := only("C-2.1", by, *offices, to="look people up"):
        return refused
    if holder is not None and _shown(birth_date, holder, by):
        return ()
    return _NOBODY_TO_BE_SHOWN


def _shown(birth_date: date, holder: Holder, by: Actor) -> bool:
    """C-2.2: whom a court hides comes up for the directorate general alone."""
    visible = not holder.hidden or by.role == Office.DIRECTORATE_GENERAL
    return visible and birth_date == holder.birth_date


_NOBODY_TO_BE_SHOWN = (
    Reason(
        rule="C-2.1",
        what="identity number and date of birth match nobody",
        why="both must be those of the civil registry",
        do="check the number and the date of birth",
    ),
    Reason(
        rule="C-2.2",
        what="an identity that a court hides cannot be looked up",
        why="such a person is entered by the general-directorate alone",
        do="if that is so, write to the education-directorate with a current court decision",
    ),
)


def breaches_of_order(
    form: IdentityOrder, *, by: Actor, on: date, last: date | None, hides: bool, hidden: bool
) -> tuple[Reason, ...]:
    """Return why an identity cannot be hidden, or shown again, by a court decision (C-2.2).

    A decision that a hidden identity stays hidden is entered like the first one.

    Args:
        form: The person and the decision.
        by: Who enters it.
        on: Day of the act, in Istanbul.
        last: Day of the newest decision entered so far.
        hides: Whether the decision hides the identity or lifts that.
        hidden: Whether it is hidden now.
    """
    act = "hide an identity" if hides else "show a hidden identity again"
    if refused := only("C-2.2", by, Office.DIRECTORATE_GENERAL, to=act):
        return refused
    found = [*_not_current(form.decision.decided_on, on=on, last=last)]
    if not hides and not hidden:
        found.append(
            Reason(
                rule="C-2.2",
                what="the identity is not hidden",
                why="only what a court has hidden can be shown again",
                do="nothing: the person is found by number and date of birth",
            )
        )
    return tuple(found)


def _not_current(decided_on: date, *, on: date, last: date | None) -> Iterator[Reason]:
    if decided_on > on:
        yield Reason(
            rule="C-2.2",
            what=f"decided on {decided_on}, which is still to come",
            why="a decision is entered after a court has made it",
            do="check the date on the decision",
        )
    if last is not None and decided_on < last:
        yield Reason(
            rule="C-2.2",
            what=f"decided on {decided_on}, before the decision of {last}",
            why="the decision must be the current one",
            do="have the newest decision sent, and enter that",
        )


def breaches_of_number_change(
    form: NumberCorrection, *, by: Actor, former: str, taken: bool
) -> tuple[Reason, ...]:
    """Return why a person's identity number cannot be changed (C-16.1).

    Args:
        form: The new number and the papers.
        by: Who changes it.
        former: The number that the person has now.
        taken: Whether the new number is, or was, somebody else's.
    """
    if refused := only("C-16.1", by, Office.DIRECTORATE_GENERAL, to="change an identity number"):
        return refused
    found: list[Reason] = []
    if form.former_extract == form.new_extract:
        found.append(
            Reason(
                rule="C-16.1",
                what="the same extract was handed in twice",
                why="one extract shows the former number and the other one the new number",
                do="attach both extracts of the civil registry",
            )
        )
    if form.national_id == former:
        found.append(
            Reason(
                rule="C-16.1",
                what="the person already has this number",
                why="a change needs a former and a new number",
                do="check the number on the new extract",
            )
        )
    elif taken:
        found.append(
            Reason(
                rule="C-16.1",
                what="the new number is another person's",
                why="an identity number is one person's, and stays it",
                do="check the number on the new extract, and whether the person is entered twice",
            )
        )
    return tuple(found)


def breaches_of_photo(form: Photo, *, by: Actor) -> tuple[Reason, ...]:
    """Return why a photo cannot be added (C-3.1); at any age it may be (R-C.5)."""
    offices = (Office.PRINCIPAL, Office.DIRECTORATE_GENERAL)
    found = [*only("C-3.1", by, *offices, to="add a photo")]
    if not form.upright_passport_photo:
        found.append(
            Reason(
                rule="C-3.1",
                what="nobody has confirmed that the photo is an upright passport photo",
                why="a photo is saved the right way up and of the passport type",
                do="look at the picture, turn or replace it, and confirm",
            )
        )
    return tuple(found)


def breaches_of_older_certificate(
    form: OlderCertificate, *, by: Actor, on: date, entered: bool, known: bool
) -> tuple[Reason, ...]:
    """Return why a certificate from before this system cannot be entered (R-C.20).

    Args:
        form: The certificate.
        by: Who enters it.
        on: Day of the act, in Istanbul.
        entered: Whether it was entered like this before.
        known: Whether the register has a certificate of this person, programme and level.
    """
    office = Office.EDUCATION_DIRECTORATE
    if refused := only("R-C.20", by, office, to="enter an older certificate"):
        return refused
    found: list[Reason] = []
    if form.dated_on > on:
        found.append(
            Reason(
                rule="R-C.20",
                what=f"the certificate is dated {form.dated_on}, which is still to come",
                why="it was issued before it is entered",
                do="check the date on the certificate",
            )
        )
    if known and not entered:
        found.append(
            Reason(
                rule="R-C.20",
                what="a course has entered this certificate",
                why="there is one certificate of each programme and level",
                do="nothing: star and next level rest on it already",
            )
        )
    elif entered and form.reason is None:
        found.append(
            Reason(
                rule="R-C.20",
                what="this certificate has been entered before",
                why="what was entered is corrected or withdrawn with a reason",
                do="state the reason, or check person, programme and level",
            )
        )
    elif form.withdrawn and not entered:
        found.append(
            Reason(
                rule="R-C.20",
                what="there is no such certificate",
                why="only what was entered can be withdrawn",
                do="check person, programme and level",
            )
        )
    return tuple(found)


def key_used(person: str) -> Reason:
    """Say that a key chosen for somebody stands for another person."""
    return Reason(
        rule="C-2.1",
        what=f"the key {person} stands for another person",
        why="a key is one person's",
        do="choose another key, or leave it out and have one issued",
    )


def nobody(rule: str, person: str) -> Reason:
    """Say that a key stands for nobody."""
    return Reason(
        rule=rule,
        what=f"{person} is not in the register",
        why="people are registered by identity number and date of birth before anything else",
        do="register the person, or check the key",
    )
