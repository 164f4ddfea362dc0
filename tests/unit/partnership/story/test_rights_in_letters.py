"""The letter on the opening names the last day for joint work, which is in time on it (P-1)."""

import pytest

from tests.unit.partnership.years import KAYSERI, MALATYA, opened
from workflows.kernel.law.term import TermState


@pytest.mark.rule("S-N", "P-1", "R-P.3")
def test_joint_work_is_in_time_up_to_the_last_instant_that_the_schools_were_told() -> None:
    """August 2026 ends on a Monday."""
    programme = opened()
    told = [n for n in programme.notices if n.template == "programme_opened"]
    assert len(told) == 2
    assert {n.facts["until"] for n in told} == {"2026-08-31"}

    programme.publishes("2026-08-31T23:59:58", MALATYA)
    programme.publishes("2026-09-01T00:00:00", KAYSERI, "2026-08-31")
    assert programme.term("P-1").state is TermState.MET


@pytest.mark.rule("S-N", "P-1", "R-P.7")
def test_joint_work_that_comes_later_is_taken_and_shown_late() -> None:
    programme = opened()
    programme.publishes("2026-08-31T10:00", MALATYA)
    programme.publishes("2026-09-15T10:00", KAYSERI)
    assert programme.states["P-1"] == "done-late"


@pytest.mark.rule("S-N", "P-1", "R-P.7")
@pytest.mark.parametrize(
    ("opened_at", "late"), [("2026-08-31T23:59", False), ("2026-09-01T00:00", True)]
)
def test_a_programme_opened_late_announces_no_last_day_that_is_over(
    opened_at: str, *, late: bool
) -> None:
    (told, _) = [n for n in opened(opened_at).notices if n.template == "programme_opened"]
    assert (told.facts["until"], told.facts["late"]) == ("2026-08-31", late)
