"""Findings that send a draft back at any stage, and the bans they bring (m.5, 7, 16, 37, 42).

The ban itself is a record of the register ``sanctions``; how long it blocks and what it reaches is
judged for each new application (`bans`).
"""

from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.bans import ban_ends_on
from workflows.textbook_law.dates import breaches_of_date
from workflows.textbook_law.draft import Route
from workflows.textbook_law.registers import Ban
from workflows.textbook_review.messages.ending import (
    FalseDocument,
    PenName,
    ProvenOffence,
    QuotationBreach,
    UnfitAuthors,
    UnfitForProgramme,
)
from workflows.textbook_review.messages.review import Application

Banning = FalseDocument | QuotationBreach | PenName | ProvenOffence
"""Documents that ban a publisher besides what they do to the draft."""

Finding = Banning | UnfitAuthors | UnfitForProgramme
"""Documents that find something against a draft or its publisher."""

MINISTRY_WRITTEN = (Route.COMPETITION, Route.ORDER, Route.COMMISSIONED_WRITING)
"""Routes of m.7(2): the Ministry has the draft written and sets conditions for those who write."""

RULES: dict[type[Finding], str] = {
    FalseDocument: "S-5.2a",
    QuotationBreach: "S-7.5",
    UnfitAuthors: "S-7.2",
    UnfitForProgramme: "T-16.2b",
    PenName: "S-37.1",
    ProvenOffence: "S-42.2",
}
"""The rule on which each finding rests."""

BAN_RULES: dict[type[Banning], str] = {
    FalseDocument: "S-5.2c",
    QuotationBreach: "S-7.5",
    PenName: "S-37.1",
    ProvenOffence: "S-42.2",
}
"""The rule by which each finding bans the publisher."""


def found_on(finding: Finding) -> date:
    """Return the day of the recorded decision, finding or judgment; a ban starts on it (R-S.6)."""
    if isinstance(finding, QuotationBreach | UnfitForProgramme):
        return finding.decided_on
    return finding.final_on if isinstance(finding, ProvenOffence) else finding.found_on


def ban_of(finding: Banning, application: Application, book: Rulebook) -> Ban | None:
    """Return the ban that a finding brings; none for a unit's draft (R-S.9).

    Args:
        finding: What was found.
        application: The filing; it says whose draft, and of which lesson and grade.
        book: The case's rulebook with ``ban.<rule>.years``.
    """
    if not application.applicant.is_publisher:
        return None
    rule, starts_on = BAN_RULES[type(finding)], found_on(finding)
    scope: dict[str, str] = {}
    if isinstance(finding, QuotationBreach):
        # R-S.10: the field is the lesson, the level of the book its grade
        scope = {"field": application.work.lesson, "grade": str(application.work.grade)}
    ends_on = ban_ends_on(rule, starts_on, book)
    return Ban(rule=rule, scope=scope, starts_on=starts_on, ends_on=ends_on)


def breaches_of_finding(
    finding: Finding, application: Application, *, filed_on: date, recorded_on: date
) -> tuple[Reason, ...]:
    """Return why a finding cannot be recorded in this case (S-5.2a, S-7.2, S-7.5, S-7.6, R-S.9).

    Args:
        finding: What was found.
        application: The filing that opened the case.
        filed_on: Day of that filing; what concerns this very draft is not found before it.
        recorded_on: Day on which the finding was received.
    """
    return (
        *_breaches_of_day(finding, filed_on, recorded_on),
        *_breaches_of_route(finding, application),
        *_breaches_of_update(finding, application),
        *_breaches_of_publisher(finding, application),
    )


def _breaches_of_day(finding: Finding, filed_on: date, recorded_on: date) -> tuple[Reason, ...]:
    # Pen names and offences concern the publisher, a false document may have been found out in
    # another file: they may be older than the draft before us.
    may_be_older = isinstance(finding, PenName | ProvenOffence | FalseDocument)
    since = min(filed_on, found_on(finding)) if may_be_older else filed_on
    return breaches_of_date(
        found_on(finding), since=since, recorded_on=recorded_on, rule=RULES[type(finding)]
    )


def _breaches_of_route(finding: Finding, application: Application) -> tuple[Reason, ...]:
    if not isinstance(finding, UnfitAuthors) or application.route in MINISTRY_WRITTEN:
        return ()
    route = "purchase" if application.route is Route.PURCHASE else "private preparation"
    return (
        Reason(
            rule="S-7.2",
            what=f"the draft came by {route}",
            why="m.7(2) is about competition, order and commissioned writing",
            do="let the preliminary commission judge the authors (T-13.1g)",
        ),
    )


def _breaches_of_update(finding: Finding, application: Application) -> tuple[Reason, ...]:
    if not isinstance(finding, QuotationBreach) or application.updates is None:
        return ()
    return (
        Reason(
            rule="S-7.6",
            what="a quotation breach is recorded against an updated re-application",
            why="an update draws on its own earlier book; m.7(5) does not reach it",
            do="leave the finding out",
        ),
    )


def _breaches_of_publisher(finding: Finding, application: Application) -> tuple[Reason, ...]:
    by_publisher_only = isinstance(finding, FalseDocument | PenName | ProvenOffence)
    if not by_publisher_only or application.applicant.is_publisher:
        return ()
    return (
        Reason(
            rule="R-S.9",
            what="the draft is that of a Ministry unit",
            why="this rule is about publishers; units cannot be banned",
            do="bring the matter before the Board as a doubt (T-17.21)",
        ),
    )
