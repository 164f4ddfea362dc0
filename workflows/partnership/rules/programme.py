"""Who may open a programme, of which schools and for which year (P-0.1, R-P.3, R-P.8, R-P.9)."""

from collections.abc import Collection
from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.roles import Actor
from workflows.partnership.messages import ProgrammePlan
from workflows.partnership.offices import SPEAKERS, Office
from workflows.partnership.rules.windows import edition_of


def breaches_of_programme(
    plan: ProgrammePlan, *, filed_on: date, by: Actor, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why a programme cannot be opened like this.

    Args:
        plan: Schools, school year, and since when the programme is published.
        filed_on: Day of the filing.
        by: Who files it.
        book: Rulebook with ``edition.first_month`` and ``edition.years_ahead``.
    """
    wrong: list[Reason] = []
    if len(set(plan.schools)) < len(plan.schools):
        wrong.append(
            Reason(
                rule="P-0.1",
                what=f"{plan.schools[0]} is named twice",
                why="a programme joins two schools",
                do="name the partner school",
            )
        )
    wrong += _breaches_of_speaker(by, plan.schools)
    first = edition_of(filed_on, book)
    last = first + book.count("edition.years_ahead")
    if not first <= plan.school_year <= last:
        wrong.append(
            Reason(
                rule="R-P.8",
                what=f"the school year {plan.school_year} is neither under way nor the next one",
                why=f"on {filed_on} a programme is opened for a school year from {first} to {last}",
                do="state the first calendar year of the school year",
            )
        )
    if plan.published_on is not None:
        wrong += breaches_of_coming_day(
            "published", plan.published_on, today=filed_on, rule="R-P.3"
        )
    return tuple(wrong)


def _breaches_of_speaker(by: Actor, schools: Collection[str]) -> tuple[Reason, ...]:
    if by.role in SPEAKERS and by.institution in schools:
        return ()
    may = " or ".join(SPEAKERS)
    return (
        Reason(
            rule="R-P.9",
            what=f"{by.role} of {by.institution or 'no institution'} acts for neither school",
            why=f"a partner school is represented by its {may}",
            do=f"have it sent by the {may} of a partner school: {' or '.join(schools)}",
        ),
    )


def breaches_of_school(school: str, by: Actor, schools: Collection[str]) -> tuple[Reason, ...]:
    """Return why somebody cannot act for a school: each acts for its own (R-P.9).

    Args:
        school: For which school the document is.
        by: Who sends it.
        schools: The two partners.
    """
    if school in schools and by.institution == school:
        return ()
    return (
        Reason(
            rule="R-P.9",
            what=f"{by.role} of {by.institution or 'no institution'} acts for {school}",
            why=f"of the partners {' and '.join(schools)} each acts for itself",
            do="name the school for which you act",
        ),
    )


def breaches_of_coordinator(by: Actor, named: str | None) -> tuple[Reason, ...]:
    """Return why somebody cannot act as a school's coordinator: it has named another (P-3).

    Args:
        by: Who acts.
        named: Whom the school has named last; none yet: whoever acts for it (R-P.9).
    """
    if by.role != Office.SCHOOL_COORDINATOR or named in {None, by.id}:
        return ()
    return (
        Reason(
            rule="P-3",
            what="somebody else is this school's coordinator",
            why="each school names its coordinator, and the one named last acts for it",
            do="have it sent by the coordinator or the manager, or have the manager name another",
        ),
    )


def breaches_of_coming_day(what: str, day: date, *, today: date, rule: str) -> tuple[Reason, ...]:
    """Return why something cannot have happened on a day: the day is still to come.

    Args:
        what: ``published``.
        day: When it is said to have happened.
        today: Day of the document that says so.
        rule: What it is reported for.
    """
    if day <= today:
        return ()
    return (
        Reason(
            rule=rule,
            what=f"{what} on {day}, which is still to come",
            why="what has happened is reported, not what will",
            do="report it on that day or later",
        ),
    )
