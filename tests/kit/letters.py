"""An example of every letter, under each rule that asks for it."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from starter.runtime.serving import editions
from workflows.agreement import letters as agreement
from workflows.agreement.messages.term import ReportLevel, TerminationGround
from workflows.agreement.offices import ISSUERS
from workflows.agreement.rules.cadence import term_of
from workflows.course import letters as course
from workflows.education_tool import letters as tool
from workflows.education_tool.messages.application import Ground, Path
from workflows.kernel.case import letters as kernel
from workflows.kernel.case.letters import Letter, TermFacts
from workflows.partnership import letters as partnership
from workflows.partnership.messages import Row
from workflows.textbook_law.reviewers import CancellationGround as DutyGround
from workflows.textbook_review import letters as textbook
from workflows.textbook_review.messages.commission import CancellationGround
from workflows.textbook_review.messages.review import PreliminaryCheck

Example = tuple[Letter, str]
"""A letter and the rule that asks for it."""

BOOKS: Final = {edition.process: edition for edition in editions()}
REVIEW: Final = BOOKS["textbook-review"]
DAY: Final = date(2032, 2, 3)
DECIDED_ON: Final = date(2031, 6, 20)
LAWS: Final = {
    "T-17.15b": "correction",
    "T-17.13": "board_correction",
    "T-17.25": "update_correction",
    "T-17.18b": "conditional",
    "T-17.18c": "guided",
}
"""What a review waits for and ends without, by its rule."""

TERM: Final = TermFacts(
    term="düzeltme",
    term_en="correction",
    article="m.17(15)",
    starts_on=date(2031, 4, 24),
    due_on=date(2031, 5, 26),
    due_at=datetime.fromisoformat("2031-05-26T17:30:00+03:00"),
)
PAUSED: Final = TERM.model_copy(update={"due_on": None, "due_at": None})
REASONS: Final = "Hedeflenen kurs sayısına ulaşılamadı."
FEE: Final[dict[str, Any]] = {
    "paid": Decimal("48750.00"),
    "refund": Decimal("43875.00"),
    "retained": Decimal("4875.00"),
}
OBJECTION: Final[dict[str, Any]] = {
    "objection_days": REVIEW.term("objection").length,
    "objection_unit": REVIEW.term("objection").unit,
}
DECISION: Final[dict[str, Any]] = {"decision_no": "K-2031-77", "decided_on": DECIDED_ON}


def examples() -> Iterator[Example]:
    """Return every letter in each of its forms."""
    yield from _of_terms()
    yield from _of_filings()
    yield from _of_reviews()
    yield from _of_the_board()
    yield from _of_endings()
    yield from _of_courses()
    yield from _of_agreements()
    yield from _of_partnerships()
    yield from _of_tools()


def _of_terms() -> Iterator[Example]:
    for rule in ("T-14.2", "T-18.3", *LAWS, "T-22.1", "R-T.4", "A-8.10", "P-15"):
        for days in (3, 0):
            yield kernel.Reminder(about=TERM, days_before=days), rule
    yield kernel.Escalation(about=TERM, awaited="ön inceleme komisyonu", step=2), "T-14.2"
    yield kernel.ExtensionReasonsOwed(about=TERM), "R-T.15"
    for about in (TERM, PAUSED):
        yield kernel.TermExtended(about=about, reasons=REASONS), "R-T.15"


def _of_filings() -> Iterator[Example]:
    for rule in ("S-5.2c", "S-7.5", "S-28.1b", "S-37.1", "S-42.2"):
        yield textbook.Refused(until=DAY), rule
    for rule in ("T-13.2a", "T-13.4"):
        yield textbook.Returned(failed=tuple(PreliminaryCheck)), rule


def _of_reviews() -> Iterator[Example]:
    yield textbook.Assignment(order_no="G-2031-40", hours=Decimal("78.50")), "T-17.3"
    for ground in CancellationGround:
        yield textbook.DutyCancelled(ground=ground, finding_no="2031/78"), "S-19.2"
    yield textbook.SupplementUnfit(report_no="I-2031-89"), "T-17.10a"
    low = REVIEW.number("score.reject_below")
    rejected = textbook.Rejected(
        score="71.25", report_no="I-2031-88", reject_below=low, **OBJECTION
    )
    yield rejected, "T-17.12"
    yield textbook.ForwardingHeld(until=DAY), "T-17.20"
    yield textbook.Correction.under("correction", REVIEW), "T-17.15a"
    yield textbook.Correction.under("board_correction", REVIEW), "T-17.13"
    yield textbook.UpdateCorrection.under("update_correction", REVIEW), "T-17.25"
    yield textbook.Conditional.under("conditional", REVIEW), "T-17.18a"
    yield textbook.NewErrors.under("guided", REVIEW), "T-17.18c"
    for rule, law in LAWS.items():
        yield textbook.Lapsed.under(law, REVIEW), rule


def _of_the_board() -> Iterator[Example]:
    yield textbook.FollowUpDue.asking(REVIEW), "T-23.1"
    high = REVIEW.number("score.board_from")
    scored = textbook.ScoredNotSuitable(score="71.25", report_no="I-2031-88", board_from=high)
    yield scored, "T-17.17a"
    for report in (None, "G-2031-5"):
        yield textbook.Accepted(report_no=report, **DECISION), "T-17.23"
    for may_object in (True, False):
        unsuitable = textbook.NotSuitable(
            report_no="G-2031-5", may_object=may_object, **DECISION, **OBJECTION
        )
        yield unsuitable, "T-17.23"
    yield textbook.ObjectionReceived(), "T-22.1"
    for score in ("71.25", None):
        decided = textbook.ObjectionDecided(report_no="I-2031-90", score=score, **DECISION)
        yield decided, "T-22.2"
    yield textbook.DoubtReferred(), "T-17.21"


def _of_endings() -> Iterator[Example]:
    for rule in ("T-16.1", "R-T.17", "T-16.2a", "T-16.2b"):
        yield textbook.Withdrawn(), rule
        yield textbook.WithdrawnWithFee(**FEE), rule
    for rule in ("S-5.2a", "S-7.2", "S-7.5", "T-16.2b", "T-27.2a"):
        yield textbook.ReturnedEarly(), rule
    for rule in ("T-16.2b", "T-27.2a"):
        yield textbook.ReturnedEarlyWithFee(**FEE), rule
    for rule in ("S-5.2c", "S-7.5", "S-37.1", "S-42.2"):
        yield textbook.Banned(until=DAY), rule
    yield textbook.ProgrammeChanged(decision_no="K-2031-77"), "T-27.1b"


def _of_courses() -> Iterator[Example]:
    yield course.SentBackByChain(), "R-C.3"
    window = BOOKS["course"].term("exam_window")
    requested = course.ExamRequested(
        candidates=134,
        interpreters=5,
        wished_on=DAY,
        window=window.length,
        window_unit=window.unit,
    )
    yield requested, "C-8.3"
    yield course.ExamScheduled(sitting="S-2032-7", held_on=DAY, candidates=133), "C-8.3"
    yield course.ExamCancelled(sitting="S-2032-7"), "C-8.3"


def _of_agreements() -> Iterator[Example]:
    yield agreement.ProgrammeFirst(programme="sac-bakimi"), "A-5.2"
    for office in ISSUERS:
        yield agreement.Redirected(office=office), "A-6.1"
    no = "E-2031-604"
    for favourable, reasons in ((True, None), (False, REASONS)):
        judged = agreement.ApplicationJudged(favourable=favourable, letter_no=no, reasons=reasons)
        yield judged, "A-7.2"
    yield agreement.CostsRefused(approval_no="V-2032-12"), "A-8.6"
    for until, reasons in ((DAY, None), (DAY, REASONS), (None, REASONS)):
        longer = agreement.ExtensionDecided(
            granted=until is not None, until=until, letter_no=no, reasons=reasons
        )
        yield longer, "A-11.5"
    for ground in TerminationGround:
        ended = agreement.AgreementTerminated(letter_no=no, effective_on=DAY, ground=ground)
        yield ended, "A-11.2"
    for rule in ("A-8.10", "A-11.2"):
        yield agreement.AgreementEnded(on=DAY), rule
    for approved in (True, False):
        yield agreement.PublicityDecided(letter_no=no, approved=approved), "A-13.1"
    for level in ReportLevel:
        law = BOOKS["agreement"].term(term_of(level))
        overdue = agreement.ReportOverdue(
            level=level, period=17, missing=4, of=8, months=law.length
        )
        yield overdue, law.rule


def _of_partnerships() -> Iterator[Example]:
    yield partnership.ProgrammeOpened(school_year=2031, until=DAY), "P-1"
    none: tuple[Row, ...] = ()
    for late, undone, skipped in (
        ((Row.STATE_OF_SCHOOLS, Row("P-8")), (Row("P-9"),), (Row("P-14"),)),
        (none, none, none),
    ):
        filed = partnership.MonitoringReportFiled(
            school="malatya-fl", done_late=late, not_done=undone, visits_skipped=skipped
        )
        yield filed, "P-15"


def _of_tools() -> Iterator[Example]:
    book, no = BOOKS["education-tool-review"], "B-2031-14"
    yield kernel.Reminder(about=TERM, days_before=0), "R-E.4"
    for ground in Ground:
        yield tool.Exempt(ground=ground, letter_no=no), "E-35.6"
    yield tool.NotExempt(letter_no=no, reasons=REASONS), "E-35.6"
    yield tool.DonationRefused(approval_no=no, reasons=REASONS), "E-35.1b"
    for only_changes in (False, True):
        due = tool.FeeDue(
            signatures=24,
            indicator=book.number("review_fee.indicator"),
            only_changes=only_changes,
        )
        yield due, "E-15.1"
    yield tool.Assignment(order_no="G-2031-40", hours=Decimal("78.50")), "E-35.7"
    for again in (False, True):
        asked = tool.MendingAsked(
            report_no="I-2031-88",
            error_slip_no="F-2031-3",
            again=again,
            reminder_days=book.term("mending").length,
        )
        yield asked, "R-E.4"
    for path in Path:
        serves = "SA-2031-9" if path in {Path.PURCHASE, Path.DONATION, Path.PROTOCOL} else None
        yield tool.Conforms(path=path, transaction_no=serves, **DECISION), "E-35.5"
    found = tool.NotSuitable(report_no="I-2031-88", error_slip_no="F-2031-3")
    yield found, "E-35.3"
    decided = tool.NotSuitable(
        report_no="I-2031-88", error_slip_no=None, reasons=REASONS, **DECISION
    )
    yield decided, "E-35.5"
    yield tool.Withdrawn(), "R-E.6"
    yield tool.WithdrawnWithFee(**FEE), "R-E.6"
    for cancelled in DutyGround:
        yield tool.DutyCancelled(ground=cancelled, finding_no="2031/78"), "E-19"
