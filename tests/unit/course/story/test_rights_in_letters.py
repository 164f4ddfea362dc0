"""What runs after the last lesson is named with its last day, and kept open to that day (S-N).

All last days are worked out by hand.
"""

import pytest

from tests.unit.course.story.cases import Body, Course, in_exams, seated, uncertificated
from workflows.course.offices import Office

EVENING = "2027-11-27T23:59:59"
"""The last second of Saturday, a year after the last lesson on Friday, 27 November 2026."""


def last_days(course: Course) -> list[Body]:
    """What the letters on the end of the lessons say."""
    told = [n for n in course.notices if n.template == "lessons_over"]
    assert {n.addressee.partition("/")[0] for n in told} <= {Office.PRINCIPAL}
    return [n.facts for n in told]


@pytest.mark.rule("S-N", "C-8.1", "C-8.5", "R-C.9")
def test_exams_and_certificates_are_told_with_their_last_day_once_the_lessons_are_over() -> None:
    [letter] = last_days(in_exams())
    assert letter["last_day"] == letter["exams_until"] == "2027-11-27"
    assert letter["exam_rights"] == 4


@pytest.mark.rule("S-N", "C-8.5", "R-C.9")
def test_an_exam_on_the_day_that_is_told_is_planned_and_one_a_day_later_is_not() -> None:
    course = in_exams()
    course.asks("2027-11-20T10:00", "t-1", wished_on="2027-11-27")
    later = seated("S-1", "2027-11-28", "t-1")
    by = Office.EDUCATION_DIRECTORATE
    assert course.refused("schedule_exam", by, "2027-11-22T10:00", later)
    course.schedules("2027-11-22T11:00", "S-1", "2027-11-27", "t-1")
    course.records(EVENING, "S-1", t_1="passed")


@pytest.mark.rule("S-N", "C-8.11", "R-C.10")
def test_a_paper_is_told_with_its_day_and_issued_on_it_and_after_it() -> None:
    """The last lesson is on Sunday, 31 January 2027; a month later is 28 February."""
    [letter] = last_days(uncertificated())
    assert (letter["last_day"], letter["exams_until"]) == ("2027-02-28", None)

    for received in ("2027-02-28T23:59:59", "2027-03-01T00:00:01"):
        course = uncertificated()
        course.ticks("2027-02-02T10:00")
        course.issues(received, "screen")
        assert course.outcome == ("completed", "C-8.11", received[:10])


@pytest.mark.rule("S-N", "R-C.7")
def test_the_last_day_is_told_once_and_not_again_after_it() -> None:
    course = uncertificated()
    course.until("2028-02-28T10:00")
    assert len(last_days(course)) == 1
