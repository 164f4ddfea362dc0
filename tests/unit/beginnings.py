"""Where searches over the stories begin: cases of each process, brought along its ways."""

from collections.abc import Callable
from typing import Any, Final

from tests.kit.plays import Play
from tests.unit.agreement.story import cases as agreements
from tests.unit.course.story import cases as courses
from tests.unit.education_tool import tools
from tests.unit.ministry_year import years
from tests.unit.partnership import years as partnerships
from tests.unit.textbook_in_use import books
from tests.unit.textbook_review.drafts import a_work
from tests.unit.textbook_review.story import unscored
from tests.unit.textbook_review.story import ways as reviews
from tests.unit.textbook_review.story.reviews import draft
from workflows.partnership.messages import Row
from workflows.textbook_law.draft import PartKind


def an_examined_course() -> courses.Course:
    """On the day of an exam that is planned, its results still to come."""
    course = courses.in_exams("t-1", "t-2", "t-3", exempt=("t-4",))
    course.asks("2026-12-01T10:00", "t-1", "t-2", wished_on="2026-12-10")
    course.schedules("2026-12-01T11:00", "S-1", "2026-12-10", "t-1")
    course.until("2026-12-10T17:00")
    return course


def a_failed_course() -> courses.Course:
    """Three sittings failed; there is one more right."""
    course = courses.in_exams("t-1", "t-2")
    for number, day in enumerate(("2026-12-10", "2027-01-14", "2027-02-11"), start=1):
        course.examines(f"S-{number}", day, t_1="failed")
    return course


def an_agreement_with_costs() -> agreements.Agreement:
    """Judged favourably with costs of the State, which are not approved."""
    play = agreements.drafting(public_cost=True)
    body: agreements.Body = {"approved": False, "approval_no": "V-12", "decided_on": "2026-07-13"}
    play.send("record_cost_approval", play.reading.waiting_on or "", "2026-07-13T10:00", body)
    return play


def a_leaflet() -> Play:
    """A draft of seven pages, which is no signature: the Presidency sets its fee."""
    work = a_work(parts=({"kind": PartKind.TEXTBOOK, "pages": 7},))
    return reviews.in_preliminary_review(application=draft(work=work))


def tools_on_their_ways() -> tuple[Callable[[], Play], ...]:
    """One tool for each way on which something comes before its fee."""
    book: Any = tools.A_SCHOOL_BOOK["school_book"]
    translated = {**book, "translation_of": "2025-118"}
    return (
        lambda: tools.opened(exemption={"ground": "classics"}),
        lambda: tools.opened(**tools.A_DONATION),
        lambda: tools.opened(**tools.OF_ITS_OWN, tool={"unstandardised": True}),
        lambda: tools.opened(**tools.A_SCHOOL_BOOK | {"school_book": translated}),
    )


def a_mismatched_book() -> books.Book:
    """A printing that is not the accepted text: annulled, and to be announced."""
    book = books.taught()
    book.prints("2027-10-11T10:00", 2)
    book.delivers("2027-10-12T10:00", 2)
    book.compares("2027-10-18T10:00", "mismatch", 2)
    book.decides("annul_decision", "2027-11-08T10:00", ground="S-28.1b/2")
    return book


def a_programme_done() -> partnerships.Programme:
    """Both schools have filed their monitoring reports: the programme is over."""
    programme = partnerships.reporting()
    programme.evaluates("2027-07-10T10:00", partnerships.MALATYA)
    programme.evaluates("2027-07-10T11:00", partnerships.KAYSERI)
    return programme


def a_year_without_prices() -> years.Year:
    """The Ministry has not approved what the commission found."""
    year = years.opened()
    year.forms_commission("2026-12-01T10:00")
    year.sets_prices("2026-12-14T10:00")
    year.approves("2026-12-21T10:00", approved=False, reasons="kağıt fiyatı")
    return year


BEGINNINGS: Final[dict[str, tuple[Callable[[], Play], ...]]] = {
    "textbook-review": (
        reviews.rejected,
        reviews.objected,
        reviews.objected_in_correction,
        reviews.in_re_review,
        reviews.in_re_evaluation,
        reviews.in_conditional_check,
        reviews.in_guided_check,
        unscored.update_sent_back_twice,
        unscored.update_refiled,
        unscored.translation_reported,
        a_leaflet,
    ),
    "textbook-in-use": (
        books.corrected,
        books.in_last_year,
        books.extended,
        books.reflecting,
        a_mismatched_book,
        books.a_tool,
    ),
    "ministry-year": (
        years.concluded,
        years.published,
        a_year_without_prices,
        lambda: years.opened("2026-03-02T10:00", year=2027),
    ),
    "education-tool-review": (
        tools.mended,
        tools.compared,
        *tools_on_their_ways(),
    ),
    "course": (
        courses.completed,
        courses.changing,
        courses.closing,
        courses.uncertificated,
        an_examined_course,
        a_failed_course,
    ),
    "agreement": (
        agreements.in_force,
        agreements.run_off,
        an_agreement_with_costs,
        lambda: agreements.applied(given=agreements.opening(known={})),
    ),
    "partnership": (
        partnerships.reporting,
        lambda: partnerships.reporting(Row.PATENTS, Row.COMMUNITY_SERVICE),
        a_programme_done,
    ),
}
"""By process: plays along its ways. A search begins at each of their steps."""
