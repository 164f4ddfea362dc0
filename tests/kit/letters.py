"""An example of every letter, under each rule that asks for it."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from starter.runtime.serving import editions
from workflows.agreement import letters as agreement
from workflows.agreement.messages.term import PublicityStep, ReportLevel
from workflows.agreement.offices import ISSUERS
from workflows.agreement.registers import Change
from workflows.agreement.rules.cadence import term_of
from workflows.agreement.rules.ending import GROUND_RULES
from workflows.course import letters as course
from workflows.education_tool import letters as tool
from workflows.education_tool.messages.application import Ground, Path
from workflows.kernel.case import letters as kernel
from workflows.kernel.case.letters import Letter, TermFacts
from workflows.ministry_year import letters as year
from workflows.partnership import letters as partnership
from workflows.partnership.messages import Row
from workflows.textbook_in_use import letters as in_use
from workflows.textbook_in_use.messages.term import Version
from workflows.textbook_in_use.rules.annulment import BANNED_BY, FINDERS
from workflows.textbook_law.grounds import Named
from workflows.textbook_law.reviewers import CancellationGround as DutyGround
from workflows.textbook_review import letters as textbook
from workflows.textbook_review import results
from workflows.textbook_review.messages.board import BoardDecision, BoardRuling
from workflows.textbook_review.messages.commission import CancellationGround, Leaving
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

OF_BOOKS: Final = (
    *("B-25.1", "B-26.1", "B-27.1a", "B-27.2b", "B-28.1a", "B-28.1c", "B-28.3"),
    *("B-30.3", "B-33.1a", "B-33.1b"),
)
"""What a book in use is reminded of, by its rule."""

OF_YEARS: Final = ("T-17.20", "B-32.1", "B-32.2a", "B-32.2b", "R-B.21", "R-B.22")
"""What a year of the Ministry reminds of, by its rule."""

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
PAID: Final[dict[str, Any]] = {
    "paid": Decimal("48750.00"),
    "refund": Decimal("43875.00"),
    "retained": Decimal("4875.00"),
}
FEE: Final[dict[str, Any]] = {**PAID, "objection_paid": None, "objection_refund": None}
FEES: Final[dict[str, Any]] = {
    "paid": Decimal("99450.00"),
    "refund": Decimal("45630.00"),
    "retained": Decimal("53820.00"),
    "objection_paid": Decimal("50700.00"),
    "objection_refund": Decimal("45630.00"),
}
REPORTS: Final = results.Reports(
    score="71.25",
    review_report_no="I-2031-88",
    evaluation_report_no="D-2031-12",
    objection_report_no="I-2031-90",
)
UNSCORED: Final = results.Reports(review_report_no="I-2031-88")
REMEDIES: Final = tuple(
    results.Remedy.of(REVIEW, may_object=may_object, fee_due=fee_due)
    for may_object, fee_due in ((True, True), (True, False), (False, False))
)
"""Still to be made, with a fee or without; and made already."""
UNTIL_AT: Final = datetime.fromisoformat("2031-05-26T17:30:00+03:00")
DECISION: Final[dict[str, Any]] = {"decision_no": "K-2031-77", "decided_on": DECIDED_ON}
DECIDED: Final = BoardDecision(
    decision=BoardRuling.NOT_SUITABLE,
    reasoned_report_no="G-2031-5",
    **DECISION,
)


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
    yield from _of_books_in_use()
    yield from _of_tools_in_place()
    yield from _of_books_before_the_board()
    yield from _of_tools()
    yield from _of_years()


def _of_terms() -> Iterator[Example]:
    for rule in (
        "T-14.2",
        "T-18.3",
        *LAWS,
        "T-22.1",
        "R-T.4",
        "A-8.10",
        "P-15",
        *OF_BOOKS,
        *OF_YEARS,
    ):
        for days in (3, 0):
            yield kernel.Reminder(about=TERM, days_before=days), rule
    yield kernel.Escalation(about=TERM, awaited="ön inceleme komisyonu", step=2), "T-14.2"
    yield kernel.ExtensionReasonsOwed(about=TERM), "R-T.15"
    for about in (TERM, PAUSED):
        yield kernel.TermExtended(about=about, reasons=REASONS), "R-T.15"


def _of_filings() -> Iterator[Example]:
    for rule in ("S-5.2c", "S-7.5", "S-28.1b", "S-37.1", "S-42.2"):
        yield textbook.Refused(until=DAY), rule
        yield textbook.RefusedWithFee(until=DAY, **PAID), rule
    silent = ("declared_clean", "legal_person", "registered_with_chamber")
    yield textbook.Undeclared(silent=silent), "T-13.1b"
    failed, no = tuple(PreliminaryCheck), "O-2031-7"
    for fee_kept in (True, False):
        yield textbook.Returned(failed=failed, report_no=no, fee_kept=fee_kept), "T-13.2a"
    for until in (DAY, None):
        again = textbook.ReturnedAgain(failed=failed, report_no=no, objection_until=until)
        yield again, "T-13.4"


def _of_reviews() -> Iterator[Example]:
    hours = Decimal("78.50")
    yield textbook.Assignment(order_no="G-2031-41", hours=None, hours_outside=None), "T-17.3"
    assigned = textbook.Assignment(order_no="G-2031-40", hours=hours, hours_outside=hours)
    yield assigned, "T-17.3"
    for whose in Named:
        changed = textbook.NamesChanged(contract_no="2031/4411", contract_on=DAY, whose=whose)
        yield changed, "B-39.3"
    for leaving in Leaving:
        yield textbook.MemberDeparted(ground=leaving), "R-T.29"
    for ground in CancellationGround:
        yield textbook.DutyCancelled(ground=ground, finding_no="2031/78"), "S-19.2"
    yield textbook.SupplementUnfit(report_no="I-2031-89"), "T-17.10a"
    for remedy in REMEDIES:
        yield results.Rejected.after(REPORTS, remedy, REVIEW), "T-17.12"
    yield textbook.ForwardingHeld(until=DAY), "T-17.20"
    yield from _of_corrections()


def _of_corrections() -> Iterator[Example]:
    for remedy in REMEDIES:
        yield results.Correction.under("correction", REVIEW, REPORTS, remedy), "T-17.15a"
        ordered = results.Correction.under(
            "board_correction", REVIEW, REPORTS, remedy, decision=DECIDED
        )
        yield ordered, "T-17.13"
        update = results.UpdateCorrection.under("update_correction", REVIEW, UNSCORED, remedy)
        yield update, "T-17.25"
    yield results.Conditional.by(DECIDED, REPORTS, REVIEW), "T-17.18a"
    yield results.NewErrors.after("S-2031-4", REPORTS, REVIEW), "T-17.18c"
    for rule, law in LAWS.items():
        yield results.Lapsed.under(law, REVIEW), rule
    for rule in ("T-17.18b", "T-17.18c"):
        lacking = results.CorrectionsIncomplete(
            report_no="S-2031-4", until=UNTIL_AT.date(), until_at=UNTIL_AT
        )
        yield lacking, rule
    periods = tuple(
        results.OpenDays(rule=rule, until=UNTIL_AT.date(), until_at=UNTIL_AT)
        for rule in (*LAWS, "T-22.1")
    )
    for some in (periods, periods[:1]):
        yield results.DaysRunning(periods=some), "R-T.4"


def _of_the_board() -> Iterator[Example]:
    yield textbook.FollowUpDue.asking(REVIEW), "T-23.1"
    for remedy in REMEDIES:
        yield results.ScoredNotSuitable.after(REPORTS, remedy, REVIEW), "T-17.17a"
        yield results.NotSuitable.by(DECIDED, REPORTS, remedy), "T-17.23"
    for reports in (REPORTS, UNSCORED):
        yield results.Accepted.by(DECIDED, reports), "T-17.23"
    for fee_open in (True, False):
        yield textbook.ObjectionReceived(fee_open=fee_open), "T-22.1"
    for ruling in BoardRuling:
        for score, runs_on in (("71.25", True), (None, False)):
            decided = results.ObjectionDecided(
                ruling=ruling, report_no="I-2031-90", score=score, runs_on=runs_on, **DECISION
            )
            yield decided, "T-22.2"
    for runs_on in (True, False):
        unheard = results.ObjectionInadmissible(
            decision_no="U-2031-3",
            paid=Decimal("43875.00"),
            owed=Decimal("48750.00"),
            refund=Decimal("43875.00"),
            runs_on=runs_on,
        )
        yield unheard, "T-22.3"
    yield textbook.DoubtReferred(question=REASONS), "T-17.21"


def _of_endings() -> Iterator[Example]:
    for rule in ("T-16.1", "R-T.17", "T-16.2a", "T-16.2b"):
        yield textbook.Withdrawn(), rule
        yield textbook.WithdrawnWithFee(**FEE), rule
    yield textbook.WithdrawnWithFee(**FEES), "T-16.2b"
    for rule in ("S-5.2a", "S-7.2", "S-7.5", "T-27.2a"):
        yield textbook.ReturnedEarly(), rule
    for rule in ("S-5.2a", "S-7.2", "S-7.5", "T-27.2a"):
        for fees in (FEE, FEES):
            yield textbook.ReturnedEarlyWithFee(**fees), rule
    for remedy, paid in ((REMEDIES[0], Decimal("48750.00")), (REMEDIES[2], None)):
        unfit = results.ReturnedUnfit(**dict(REPORTS), **dict(remedy), fee_paid=paid, **DECISION)
        yield unfit, "T-16.2b"
    for rule in ("S-5.2c", "S-7.5", "S-37.1", "S-42.2"):
        yield textbook.Banned(until=DAY), rule
    yield textbook.ProgrammeChanged(decision_no="K-2031-77"), "T-27.1b"


def _of_courses() -> Iterator[Example]:
    yield course.SentBackByChain(reasons=REASONS), "R-C.3"
    photos = course.PhotosOwed(trainees=3, min_age=BOOKS["course"].count("photo.min_age"))
    yield photos, "C-3.1"
    yield course.HiddenIdentityReported(letter_no="E-2032/71"), "C-2.2"
    yield course.NumberChangeReported(letter_no="E-2032/72"), "C-16.1"
    stopped = course.CourseStopped(passed=12, unexamined=4)
    yield stopped, "C-9.2"
    yield stopped, "C-9.3"
    yield from _of_exams()


def _of_exams() -> Iterator[Example]:
    yield course.LessonsOver(last_day=DAY, exams_until=DAY, exam_rights=4), "C-7.2"
    yield course.LessonsOver(last_day=DAY, exams_until=None, exam_rights=None), "C-7.2"
    programme, who = "ornek-ingilizce-a1", ("kursiyer-1", "kursiyer-7")
    requested = course.ExamRequested(
        programme=programme, candidates=134, who=who, interpreters=5, wished_on=DAY, last_day=DAY,
        any_day=True,
    )  # fmt: skip
    yield requested, "C-8.3"
    yield requested.model_copy(update={"any_day": False}), "C-8.3"
    scheduled = course.ExamScheduled(
        programme=programme, sitting="S-2032-7", held_on=DAY, candidates=133, who=who
    )
    yield scheduled, "C-8.3"
    judged = course.ExamJudged(
        programme=programme,
        corrected=False,
        reason=None,
        passed=100,
        failed=30,
        absent=3,
        with_rights=31,
        without_rights=2,
        last_day=DAY,
    )
    yield judged, "C-8.5"
    yield judged.model_copy(update={"with_rights": 0}), "C-8.5"
    yield judged.model_copy(update={"corrected": True, "reason": REASONS}), "R-C.19"
    off = course.CandidatesOff(
        programme=programme, sitting="S-2032-7", candidates=2, who=who, reason=REASONS, last_day=DAY
    )
    yield off, "R-C.19"
    cancelled = course.ExamCancelled(
        programme=programme, sitting="S-2032-7", reason=REASONS, last_day=DAY, replan_until=DAY
    )
    yield cancelled, "C-8.3"
    yield cancelled.model_copy(update={"replan_until": None}), "R-C.18"
    over = course.ExamTimeOver(
        programme=programme, last_day=DAY, unexamined=7, who=who, unplanned=2
    )
    yield over, "C-8.5"


def _of_agreements() -> Iterator[Example]:
    yield agreement.ProgrammeFirst(programme="sac-bakimi"), "A-5.2"
    for office in ISSUERS:
        yield agreement.Redirected(office=office), "A-6.1"
    no = "E-2031-604"
    for favourable, reasons in ((True, None), (False, REASONS)):
        judged = agreement.ApplicationJudged(favourable=favourable, letter_no=no, reasons=reasons)
        yield judged, "A-7.2"
    yield agreement.CostsRefused(approval_no="V-2032-12"), "A-8.6"
    yield agreement.PartnerWithdrew(), "A-8.1"
    yield agreement.CooperationGivenUp(letter_no=no, reasons=REASONS), "A-8.1"
    yield agreement.AgreementRegistered(last_day=DAY), "A-11.5"
    for granted, reasons in ((True, None), (True, REASONS), (False, REASONS)):
        longer = agreement.ExtensionDecided(
            granted=granted, until=DAY, letter_no=no, reasons=reasons
        )
        yield longer, "A-11.5"
    yield from _of_ends_of_agreements()
    for step in PublicityStep:
        yield agreement.PublicityRequested(step=step, materials=2), "A-13.1"
        for approved in (True, False):
            yield agreement.PublicityDecided(letter_no=no, approved=approved, step=step), "A-13.1"
    for level in ReportLevel:
        law = BOOKS["agreement"].term(term_of(level))
        overdue = agreement.ReportOverdue(
            level=level, period=17, missing=4, of=8, months=law.length
        )
        yield overdue, law.rule


def _of_ends_of_agreements() -> Iterator[Example]:
    no = "E-2031-604"
    for ground, rule in GROUND_RULES.items():
        over = agreement.AgreementTerminated(letter_no=no, effective_on=DAY, ground=ground)
        yield over, rule
        yield agreement.AgreementEnded(on=DAY), rule
    yield agreement.AgreementEnded(on=DAY), "A-8.10"
    yield agreement.TerminationWithdrawn(letter_no=no, until=DAY), "R-A.6"
    for unfinished in (0, 3):
        yield agreement.RunOffContinues(ended_on=DAY, unfinished=unfinished), "A-11.4"
    changes: tuple[tuple[Change, str], ...] = (
        ("extended", "A-11.5"),
        ("terminated", "A-11.2"),
        ("termination-withdrawn", "R-A.6"),
        ("expired", "A-11.4"),
    )
    for level in ReportLevel:
        for change, rule in changes:
            told = agreement.LastDayChanged(level=level, change=change, last_day=DAY)
            yield told, rule


def _of_partnerships() -> Iterator[Example]:
    yield partnership.ProgrammeOpened(school_year=2031, until=DAY), "P-1"
    yield partnership.ProgrammeOpened(school_year=2031, until=DAY, late=True), "P-1"
    none: tuple[Row, ...] = ()
    for late, undone, skipped in (
        ((Row.STATE_OF_SCHOOLS, Row("P-8")), (Row("P-9"),), (Row("P-14"),)),
        (none, none, none),
    ):
        filed = partnership.MonitoringReportFiled(
            school="malatya-fl", done_late=late, not_done=undone, visits_skipped=skipped
        )
        yield filed, "P-15"


def _of_books_in_use() -> Iterator[Example]:
    owed: dict[str, Any] = {"copies_presidency": 5, "copies_publications": 1, "copies_days": 30}
    window: dict[str, Any] = {"update_from": DAY, "update_until": DECIDED_ON}
    for deferred in (False, True):
        opened = in_use.BookInUse(
            first_year_from=DAY, ends_on=DECIDED_ON, deferred=deferred, **owed, **window
        )
        yield opened, "B-25.1"
    yield in_use.ListMissed(decided_on=DECIDED_ON, cut_off=DAY), "R-B.19"
    for rule, ref in (("B-28.1c", "printing/2"), ("B-28.3", "proposal/1")):
        for agreed in (True, False):
            yield in_use.FindingsDecided(about=ref, agreed=agreed, **DECISION), rule
        yield in_use.CorrectionOrdered(about=ref, days=45, letter_no="E-2031-7", copies=2), rule
    for corrected in (True, False):
        checked = in_use.FinalCopiesChecked(
            about="proposal/1", corrected=corrected, kept_as="D-2031-4"
        )
        yield checked, "B-28.4"
    yield in_use.ReflectionOrdered(change=1, days=45, letter_no="E-2031-8"), "B-27.1a"
    for rule in ("B-27.1a", "B-28.1a", "B-28.1c", "B-28.3", "B-33.1a", "B-33.1b"):
        period = in_use.PeriodRunning(about="1", until_at=UNTIL_AT)
        yield period, rule
    for officially in (True, False):
        yield in_use.ReflectionDone(change=1, officially=officially), "B-27.1a"
    yield in_use.TermRewritten(decision_no="K-2031-77", ends_on=DAY), "B-27.2b"
    for passed in (True, False):
        yield in_use.RightsTold(transferred=passed, since=DAY), "B-28.2"
    priced = in_use.PriceRecorded(
        price=Decimal("71.25"), school_year=2032, approval_no="O-2031-3", approved_on=DAY
    )
    yield priced, "B-33.1d"
    for rule in ("B-33.1a", "B-33.1b"):
        yield in_use.PriceNotAskedFor(school_year=2032, due_on=DAY), rule
    yield in_use.SalesNotReported(year=2031, due_on=DAY), "B-30.3"


def _of_books_before_the_board() -> Iterator[Example]:
    window: dict[str, Any] = {"update_from": DAY, "update_until": DECIDED_ON}
    for yes, why in ((True, None), (False, REASONS)):
        decided = in_use.TermProlonged(granted=yes, until=DAY, reasons=why, **DECISION, **window)
        yield decided, "B-26.1"
    for rule, until in (("B-25.1", DECIDED_ON), ("B-26.1", DECIDED_ON), ("B-27.2b", None)):
        yield in_use.TermOver(on=DAY, update_until=until), rule
    for rule in ("B-39.1", "B-39.2", "B-39.3"):
        for yes in (True, False):
            for late in (None, DAY):
                yield in_use.NamesDecided(granted=yes, told_by=late, **DECISION), rule
    for rule in (*FINDERS, "S-28.1a"):
        ref = f"{rule}/1"
        until = DECIDED_ON if rule in BANNED_BY else None
        yield in_use.AnnulmentDue(ground=ref, found_on=DAY, banned_until=until), rule
        announced = rule == "S-28.1b"
        yield in_use.Annulled(banned_until=until, announced=announced, **DECISION), rule
        if rule != "S-28.1a":
            yield in_use.FindingWithdrawn(ground=ref, reason=REASONS), rule


def _of_tools_in_place() -> Iterator[Example]:
    own: dict[str, Any] = {"first_year_from": DAY, "own_term_until": DAY}
    for version in Version:
        yield in_use.VersionAccepted(version=version, **own, **DECISION), "R-B.25"
    for known in (None, DAY):
        yield in_use.ToolInUse(first_year_from=DAY, until=DECIDED_ON, textbook_from=known), "B-34.1"
    for instead in (None, "2031-0042"):
        yield in_use.ToolOver(on=DAY, textbook=instead), "B-34.1"


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
    paid, back, kept = (Decimal(lira) for lira in ("48750.00", "43875.00", "4875.00"))
    yield tool.WithdrawnWithFee(paid=paid, refund=back, retained=kept), "R-E.6"
    for cancelled in DutyGround:
        yield tool.DutyCancelled(ground=cancelled, finding_no="2031/78"), "E-19"


def _of_years() -> Iterator[Example]:
    digest = "d" * 64
    opened = year.YearOpened(
        year=2031, held_from=DAY, last_acceptance=DAY, sent_by=DAY, published_by=DAY
    )
    yield opened, "B-32.2a"
    yield year.ForwardingStopped(last_acceptance=DAY), "T-17.20"
    for held, first in ((0, None), (2, "2031-0004")):
        yield year.ForwardingResumed(held=held, first=first), "T-17.20"
    yield year.YearListDue(year=2031, sent_by=DAY), "B-32.2a"
    for month, rule in ((3, "B-32.1"), (None, "B-32.2a")):
        sent = {"year": 2031, "month": month, "letter_no": "E-9", "books": 4, "digest": digest}
        yield year.ListSent.model_validate(sent), rule
    for late in (False, True):
        published = year.ListPublished(
            school_year=2032,
            journal_no="2032-1",
            published_on=DAY,
            books=412,
            unpriced=3,
            late=late,
        )
        yield published, "B-32.2b"
    yield year.CommissionFormed(order_no="O-4", members=8), "B-33.1c"
    yield year.UnitPricesSet(decision_no="F-1", prices=6), "B-33.1d"
    for approved, why in ((True, None), (False, REASONS)):
        decided = year.UnitPricesDecided(
            approved=approved,
            school_year=2032,
            decision_no="F-1",
            approval_no="B-77",
            approved_on=DAY,
            reasons=why,
        )
        yield decided, "B-33.1d"
        judged = year.LeftoversJudged(
            request_no="K-1", distribute=approved, letter_no="E-61", reasons=why
        )
        yield judged, "B-29.3"
    left = {"request_no": "K-1", "book_no": "2029-0003", "printed_in": 2029, "copies": 1500}
    yield year.LeftoversAskedAbout.model_validate(left), "B-29.3"
    reported = year.DistributionReported(
        school_year=2032, report_no="D-5", statistics=digest, books=412, copies=48_000_000
    )
    yield reported, "B-30.2"
    for guide_book in (True, False):
        guide = year.GuideReceived(guide_book=guide_book, lesson="beden-egitimi", guide=digest)
        yield guide, "B-34.2"
