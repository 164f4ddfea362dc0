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
