"""The partner is told the last day of its right to a longer term whenever it is open (A-11.5).

All last days are worked out by hand: the agreement runs to Tuesday, 31 August 2027.
"""

import pytest

from tests.unit.agreement.story.cases import Agreement, Body, completing, in_force
from workflows.agreement.offices import Office
from workflows.kernel.roles import Role

WISHED: Body = {"wished_until": "2028-08-31"}


def last_day_told(play: Agreement) -> tuple[str, str]:
    """The last letter to the partner that speaks of the last day, and the day."""
    days = ("last_day", "until", "effective_on")
    told = [
        (n.template, str(n.facts[day]))
        for n in play.notices
        for day in days
        if n.addressee == Role.APPLICANT and day in n.facts
    ]
    return told[-1]


@pytest.mark.rule("S-N", "A-11.5", "R-A.10")
def test_the_entry_in_the_register_opens_the_right_and_tells_of_its_last_day() -> None:
    play = completing()
    play.delivers("2026-08-21T10:00")
    play.enters_system("2026-08-21T11:00")
    assert play.letters("agreement_registered") == []
    assert play.refused("request_extension", Office.PARTNER, "2026-08-21T12:00", WISHED)

    play.registers_it("2026-08-24T10:00")
    assert play.letters("agreement_registered") == [("A-11.5", {"last_day": "2027-08-31"})]
    assert last_day_told(play) == ("agreement_registered", "2027-08-31")


@pytest.mark.rule("S-N", "A-11.5", "R-A.10", "R-S.4")
def test_a_longer_term_is_asked_for_to_the_last_instant_and_no_longer() -> None:
    play = in_force()
    play.wishes("2027-09-01T00:00:00")  # 24:00 of the last day

    late = in_force()
    assert late.refused("request_extension", Office.PARTNER, "2027-09-01T00:00:01", WISHED)


@pytest.mark.rule("S-N", "A-11.5", "R-A.6")
def test_a_last_day_that_moves_is_told_anew() -> None:
    longer = in_force()
    longer.wishes("2027-06-01T10:00")
    longer.grants("2027-06-07T10:00", until="2028-08-31")
    assert last_day_told(longer) == ("extension_decided", "2028-08-31")
    longer.wishes("2028-09-01T00:00:00", wished_until="2029-08-31")

    restored = in_force()
    restored.terminates("2027-03-01T10:00", "2027-04-30")
    body: Body = {"letter_no": "E-1", "decided_on": "2027-03-08"}
    restored.send("withdraw_termination", restored.office, "2027-03-08T10:00", body)
    assert last_day_told(restored) == ("termination_withdrawn", "2027-08-31")
    restored.wishes("2027-08-31T23:59:59")


@pytest.mark.rule("S-N", "A-11.5", "R-A.12")
def test_nothing_is_offered_under_an_agreement_that_is_entered_while_it_ends() -> None:
    play = completing()
    play.terminates("2026-09-01T10:00", "2026-10-30")
    play.delivers("2026-09-02T10:00")
    play.enters_system("2026-09-02T11:00")
    play.registers_it("2026-09-03T10:00")

    assert play.letters("agreement_registered") == []
    assert play.refused("request_extension", Office.PARTNER, "2026-09-04T10:00", WISHED)
