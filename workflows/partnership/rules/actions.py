"""What is reported of the joint actions, row by row (P-1 to P-14, R-P.3 to R-P.6).

No row waits for another one (R-P.6): each is judged on its own.
"""

from collections.abc import Collection, Iterator
from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.partnership.messages import (
    CoordinatorNaming,
    JointActionReport,
    JointWorkPublication,
    Meeting,
    Progress,
    Row,
    VisitsSkipped,
)
from workflows.partnership.rules.programme import breaches_of_coming_day
from workflows.partnership.rules.table import (
    HALVES,
    IN_HALVES,
    OWN_COMMAND,
    PLANNING_SUFFICES,
    TAKE_PART,
    TESTS,
)


def breaches_of_action_report(
    report: JointActionReport, *, today: date, first_day: date, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why a joint action cannot be reported like this.

    That its month is over, or has not begun, is not a reason: a late action follows (R-P.7).

    Args:
        report: Which row, when, how far it has come.
        today: Day of the report.
        first_day: First day of the edition.
        book: Rulebook with ``tests.grades``.
    """
    if report.row in OWN_COMMAND:
        return (_own_command(report.row),)
    return (
        *breaches_of_coming_day("held", report.held_on, today=today, rule=report.row),
        *_breaches_of_edition(report, first_day),
        *_breaches_of_progress(report),
        *_breaches_of_halves(report),
        *_breaches_of_meeting(report),
        *_breaches_of_grades(report, book),
    )


def _own_command(row: Row) -> Reason:
    return Reason(
        rule=row,
        what=f"row {row} is not settled by a report of a joint action",
        why="it has a document of its own",
        do=f"send {OWN_COMMAND[row]}",
        acts=(OWN_COMMAND[row],),
    )


def _breaches_of_edition(report: JointActionReport, first_day: date) -> Iterator[Reason]:
    if report.held_on < first_day:
        yield Reason(
            rule="R-P.8",
            what=f"held on {report.held_on}, before this edition",
            why=f"its first day is {first_day}",
            do="report it in the case of the edition to which it belongs",
        )


def _breaches_of_progress(report: JointActionReport) -> Iterator[Reason]:
    """R-P.5: planned and begun in its month; visits and joint mock exams need planning alone."""
    planned_only = [half for half in report.halves if half in PLANNING_SUFFICES]
    enough = bool(report.halves) and len(planned_only) == len(report.halves)
    if report.progress is Progress.PLANNED and not enough:
        yield Reason(
            rule="R-P.5",
            what=f"row {report.row} is planned, and not begun",
            why="planning alone is enough for visits and joint mock exams only",
            do="report it when it has begun, or what is planned alone, stating it in halves",
        )


def _breaches_of_halves(report: JointActionReport) -> Iterator[Reason]:
    """R-P.4, P-7: of rows 5 and 14 the visits or the cooperation or both; row 7 has halves, too."""
    own = HALVES.get(report.row, ())
    if report.row in IN_HALVES and not report.halves:
        yield Reason(
            rule="R-P.4",
            what=f"the report does not say which half of row {report.row} it covers",
            why="the row asks for visits as far as means allow, and for cooperation in any case",
            do="state in halves: visits, cooperation or both",
        )
    strange = [half for half in report.halves if half not in own]
    if strange:
        yield Reason(
            rule="R-P.4",
            what=f"row {report.row} does not have all halves that are stated",
            why="rows 5 and 14 are visits and cooperation, row 7 is joint work and mock exams",
            do="leave halves out, or name the row to which they belong",
        )


def _breaches_of_meeting(report: JointActionReport) -> Iterator[Reason]:
    """P-2: online, managers and counsellors; P-4: the heads of the subject groups, as they like."""
    wanted = TAKE_PART.get(report.row, ())
    of_schools = report.row is Row.STATE_OF_SCHOOLS
    if any(one not in report.participants for one in wanted):
        yield Reason(
            rule=report.row,
            what="a meeting without all who belong to it",
            why=f"row {report.row} is a meeting of the managers and counsellors"
            if of_schools
            else f"row {report.row} is a meeting of the heads of the subject groups",
            do="state in participants who took part, or hold the meeting",
        )
    allowed = (Meeting.ONLINE,) if of_schools else tuple(Meeting)
    if wanted and report.meeting not in allowed:
        yield Reason(
            rule=report.row,
            what="no meeting online" if of_schools else "no meeting",
            why=f"row {report.row} is a meeting held online"
            if of_schools
            else f"row {report.row} is a meeting, online or in person",
            do="state in meeting that it was held online, or hold it online"
            if of_schools
            else "state in meeting whether it was held online or in person",
        )


def _breaches_of_grades(report: JointActionReport, book: Rulebook) -> Iterator[Reason]:
    """P-8, P-13: joint level tests in each of the grades, on one day or on several."""
    if report.row not in TESTS:
        return
    wanted = tested_grades(book)
    if not any(grade in report.grades for grade in wanted):
        yield Reason(
            rule=report.row,
            what="no level test in any of the grades",
            why=f"joint level tests are held in grades {', '.join(map(str, wanted))}",
            do="state in grades which of them were tested on this day; the others follow",
        )


def tested_grades(book: Rulebook) -> tuple[int, ...]:
    """Return the grades in which joint level tests are held (P-8, P-13)."""
    return tuple(int(grade) for grade in book.words("tests.grades"))


def breaches_of_skip(skipped: VisitsSkipped, *, done: Collection[Row]) -> tuple[Reason, ...]:
    """Return why visits cannot be skipped: only visits can, and only once (R-P.4).

    Args:
        skipped: Which row, and why.
        done: Rows whose visits were reported or skipped before.
    """
    if skipped.row not in IN_HALVES:
        what, do = f"row {skipped.row} cannot be skipped", "do it, even if late: late actions count"
    elif skipped.row in done:
        what, do = f"the visits of row {skipped.row} are settled", "report the cooperation"
    else:
        return ()
    why = f"lack of means excuses the visits of {' and '.join(IN_HALVES)}, and nothing else"
    return (Reason(rule="R-P.4", what=what, why=why, do=do),)


def breaches_of_publication(
    publication: JointWorkPublication, *, today: date, shown: bool, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why joint work cannot be recorded as shown (P-1, R-P.3).

    Args:
        publication: Since when it is shown.
        today: Day of the document.
        shown: Whether this school's web site has shown joint work before.
        book: Rulebook with ``p1.standing``.
    """
    wrong = breaches_of_coming_day("published", publication.published_on, today=today, rule="P-1")
    if shown and not book.flag("p1.standing"):
        once = Reason(
            rule="R-P.3",
            what="this school shows joint work already",
            why="under this rulebook the duty is met once and does not continue",
            do="nothing more needs to be recorded",
        )
        return (*wrong, once)
    return wrong


def breaches_of_naming(naming: CoordinatorNaming, *, today: date) -> tuple[Reason, ...]:
    """Return why a coordinator cannot be recorded like this (P-3)."""
    return breaches_of_coming_day("named", naming.named_on, today=today, rule="P-3")
