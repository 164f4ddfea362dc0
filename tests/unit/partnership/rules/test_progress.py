"""The progress of a year: what each row needs, and whether it was done in time (R-P.4, R-P.7)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from tests.kit.plays import at
from tests.kit.reasons import rules_of
from tests.unit.partnership.years import BOOK, DIGEST, JOINT, KAYSERI, MALATYA, SCHOOLS, a_report
from workflows.kernel.case.message import Message
from workflows.kernel.roles import Actor
from workflows.partnership.messages import (
    Half,
    JointActionReport,
    MonitoringReport,
    ProgrammePlan,
    Row,
    VisitsSkipped,
)
from workflows.partnership.offices import Office
from workflows.partnership.rules.progress import (
    WHOLE,
    Deed,
    Progress,
    RowState,
    breaches_of_monitoring_report,
    deeds_of,
)
from workflows.partnership.rules.table import HALVES, TESTS
from workflows.partnership.rules.windows import windows_of

WINDOWS = windows_of(2026, BOOK)
GRADES = (9, 10, 11)
WHOLE_ROWS = [row for row in JOINT if row not in {*HALVES, *TESTS}]


def progress(*deeds: tuple[Row, str, date]) -> Progress:
    """The progress of 2026-27 with deeds in the order of their filing."""
    done = tuple(Deed(row=row, part=part, on=on) for row, part, on in deeds)
    return Progress(schools=SCHOOLS, windows=WINDOWS, grades=GRADES, deeds=done)


def filed(document: Message, on: str) -> Message:
    document.filed(at(f"{on}T10:00"), Actor(role=Office.PRINCIPAL, id="m-1", institution=MALATYA))
    return document


@pytest.mark.parametrize("row", Row)
def test_what_a_row_needs(row: Row) -> None:
    """Rows 1, 3, 15: both schools; 5, 7, 14: both halves; 8, 13: each grade; others: one action."""
    visits, exam = ("visits", "cooperation"), ("joint-work", "mock-exams")
    needed: dict[int, tuple[str, ...]] = {
        **dict.fromkeys((1, 3, 15), SCHOOLS),
        **dict.fromkeys((5, 14), visits),
        **dict.fromkeys((8, 13), ("9", "10", "11")),
        7: exam,
    }

    assert progress().needs(row) == needed.get(int(row.value[2:]), (WHOLE,))


@pytest.mark.rule("R-P.7", "R-P.1")
@given(row=st.sampled_from(WHOLE_ROWS), offset=st.integers(-400, 400))
def test_done_by_the_last_day_of_the_month_is_in_time(row: Row, offset: int) -> None:
    last = WINDOWS[row].last
    done = progress((row, WHOLE, last + timedelta(days=offset)))

    for over in (False, True):
        assert done.state(row, over=over) is (RowState.DONE if offset <= 0 else RowState.DONE_LATE)


@pytest.mark.rule("R-P.7")
def test_what_is_not_done_is_open_and_then_late() -> None:
    assert progress().state(Row.PATENTS, over=False) is RowState.OPEN
    assert progress().state(Row.PATENTS, over=True) is RowState.LATE


@pytest.mark.rule("R-P.1", "R-P.7")
def test_rows_are_late_from_the_day_after_their_month() -> None:
    assert progress().rows_in(RowState.LATE, date(2026, 8, 31)) == []
    assert progress().rows_in(RowState.LATE, date(2026, 9, 1)) == [Row.WEB_SITES]
    assert progress().rows_in(RowState.LATE, date(2027, 7, 31)) == list(Row)[:-1]
    assert progress().rows_in(RowState.LATE, date(2027, 8, 1)) == list(Row)


@pytest.mark.rule("P-1", "P-3", "P-15")
@pytest.mark.parametrize("row", [Row.WEB_SITES, Row.COORDINATORS, Row.MONITORING])
def test_a_row_of_both_schools_is_done_with_the_second_one(row: Row) -> None:
    last = WINDOWS[row].last
    in_time, late = (row, MALATYA, last), (row, KAYSERI, last + timedelta(days=1))

    assert progress(in_time).done_on(row) is None
    assert progress(in_time, late).done_on(row) == last + timedelta(days=1)
    assert progress(late, in_time).state(row, over=True) is RowState.DONE_LATE
    assert progress(in_time, in_time).done_on(row) is None


@pytest.mark.rule("R-P.4", "P-5", "P-14")
@pytest.mark.parametrize("row", [Row.FIRST_VISITS, Row.SECOND_VISITS])
def test_a_row_of_two_halves_is_done_with_the_second_one(row: Row) -> None:
    day = WINDOWS[row].first
    visits, cooperation = (row, Half.VISITS, day), (row, Half.COOPERATION, day)

    assert progress(visits).done_on(row) is progress(cooperation).done_on(row) is None
    assert progress(visits, cooperation).done_on(row) == day
    assert progress(visits).with_visits() == [row]
    assert progress(cooperation).with_visits() == []


@pytest.mark.rule("R-P.7")
def test_a_second_report_of_an_action_changes_nothing() -> None:
    late = (Row.PATENTS, WHOLE, date(2027, 1, 4))
    earlier = (Row.PATENTS, WHOLE, date(2026, 12, 4))

    assert progress(late, earlier).state(Row.PATENTS, over=True) is RowState.DONE_LATE
    assert progress(earlier, late).state(Row.PATENTS, over=True) is RowState.DONE


# -- documents -------------------------------------------------------------------------------------


@pytest.mark.rule("R-P.4")
def test_an_excuse_has_no_day_and_makes_nothing_late() -> None:
    """Cooperation on 20 September; that the visits were beyond the means is told in November."""
    document = VisitsSkipped(row=Row.FIRST_VISITS, school=MALATYA, reason="Ulaşım sağlanamadı.")
    [deed] = deeds_of(filed(document, "2026-11-06"), SCHOOLS)
    held = Deed(row=Row.FIRST_VISITS, part=Half.COOPERATION, on=date(2026, 9, 20))
    found = Progress(schools=SCHOOLS, windows=WINDOWS, grades=GRADES, deeds=(held, deed))
    alone = found.model_copy(update={"deeds": (deed,)})

    assert (deed.part, deed.on, deed.excused) == (Half.VISITS, None, True)
    assert found.skipped() == [Row.FIRST_VISITS]
    assert found.done_on(Row.FIRST_VISITS) == date(2026, 9, 20)
    assert found.state(Row.FIRST_VISITS, over=True) is RowState.DONE
    assert alone.done_on(Row.FIRST_VISITS) is None


@pytest.mark.rule("P-8", "P-13")
@pytest.mark.parametrize("row", TESTS)
def test_level_tests_are_done_when_the_last_grade_has_been_tested(row: Row) -> None:
    day = WINDOWS[row].first
    nine, others = (a_test(row, day, [9]), a_test(row, day + timedelta(days=3), [10, 11]))

    assert progress(*nine).done_on(row) is None
    assert progress(*nine, *others).done_on(row) == day + timedelta(days=3)


def a_test(row: Row, day: date, grades: list[JsonValue]) -> list[tuple[Row, str, date]]:
    report = JointActionReport.model_validate(a_report(row, day.isoformat(), grades=grades))
    return [(deed.row, deed.part, deed.on) for deed in deeds_of(report, SCHOOLS) if deed.on]


@pytest.mark.rule("P-7", "R-P.5")
def test_row_7_is_done_when_joint_work_has_begun_and_mock_exams_are_planned() -> None:
    row, day = Row.UNIVERSITY_EXAM, date(2026, 10, 12)
    both = deeds_of(JointActionReport.model_validate(a_report(row, "2026-10-12")), SCHOOLS)
    exams, work = (row, Half.MOCK_EXAMS, day), (row, Half.JOINT_WORK, day + timedelta(days=1))

    assert [deed.part for deed in both] == [Half.JOINT_WORK, Half.MOCK_EXAMS]
    assert progress(exams).done_on(row) is progress(work).done_on(row) is None
    assert progress(exams, work).done_on(row) == date(2026, 10, 13)


def test_visits_that_took_place_are_not_skipped() -> None:
    report = JointActionReport.model_validate(a_report(Row.FIRST_VISITS, "2026-09-22"))
    deeds = deeds_of(report, SCHOOLS)

    assert Progress(schools=SCHOOLS, windows=WINDOWS, grades=GRADES, deeds=deeds).skipped() == []
    assert [(deed.part, deed.on) for deed in deeds] == [
        (half, date(2026, 9, 22)) for half in (Half.VISITS, Half.COOPERATION)
    ]


@pytest.mark.rule("R-P.3", "P-1")
def test_a_published_programme_settles_the_first_row_of_both_schools() -> None:
    plan = ProgrammePlan(schools=SCHOOLS, school_year=2026, published_on=date(2026, 8, 3))
    deeds = deeds_of(plan, SCHOOLS)
    unpublished = plan.model_copy(update={"published_on": None})

    assert [(deed.row, deed.part, deed.on) for deed in deeds] == [
        (Row.WEB_SITES, school, date(2026, 8, 3)) for school in SCHOOLS
    ]
    assert deeds_of(unpublished, SCHOOLS) == ()


@pytest.mark.rule("P-15")
def test_a_monitoring_report_counts_from_its_receipt() -> None:
    report = MonitoringReport(school=KAYSERI, report=DIGEST)

    assert deeds_of(filed(report, "2027-08-02"), SCHOOLS) == (
        Deed(row=Row.MONITORING, part=KAYSERI, on=date(2027, 8, 2)),
    )


@pytest.mark.rule("P-15", "R-P.7")
def test_each_school_files_one_report() -> None:
    ours, theirs = (MonitoringReport(school=school, report=DIGEST) for school in SCHOOLS)

    assert breaches_of_monitoring_report(ours, [theirs]) == ()
    assert rules_of(breaches_of_monitoring_report(ours, [theirs, ours])) == ["R-P.7"]
    corrected = ours.model_copy(update={"corrects": "Yanlış belge."})
    assert breaches_of_monitoring_report(corrected, [ours]) == ()
