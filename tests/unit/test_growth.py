"""What a case costs as it grows: CPU an act at the gate, and what continue-as-new carries.

Two thousand acts take a while: pytest tests/unit/test_growth.py --long-proofs. Without the option
it is four hundred.
"""

import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

import pytest

from tests.budgets import PROPERTY
from tests.kit.plays import at
from tests.unit.agreement.story import cases as agreements
from tests.unit.textbook_review.story import ways as reviews
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import Envelope
from workflows.kernel.judgement import order
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.roles import Actor
from workflows.kernel.story.reading import Reading
from workflows.textbook_review.offices import Office

Record = Callable[[str, object], None]

AN_ACT: Final = 15.0
"""Milliseconds of CPU at most that one act may take, whatever the case has seen."""

CARRY: Final = 60_000
"""Bytes at most that an agreement of eight years carries."""


def doubt(nth: int) -> Command:
    """A doubt that is laid before the Board, one a minute."""
    envelope = Envelope(
        command_id=f"doubt-{nth}",
        actor=Actor(role=Office.PRESIDENCY, id="presidency-1"),
        body={"question": f"bu öge için tereddüt {nth}"},
    )
    counts_from = at("2026-04-01T10:00") + timedelta(minutes=nth)
    return Command(name="refer_doubt_to_board", envelope=envelope, counts_from=counts_from)


def after(reading: Reading, acts: Iterable[Command]) -> tuple[Reading, float]:
    """Bring acts to the gate one after the other; return the milliseconds of CPU that one took."""
    commands = list(acts)
    begun = time.process_time()
    for command in commands:
        admitted = order.admit(reading, command, command.counts_from)
        assert isinstance(admitted, Admitted), admitted
        reading = admitted.reading
    return reading, 1000 * (time.process_time() - begun) / len(commands)


@pytest.mark.timeout(120)
def test_an_act_stays_cheap_in_a_case_that_has_seen_thousands(
    record_property: Record, request: pytest.FixtureRequest
) -> None:
    acts = 2000 if request.config.getoption("--long-proofs") else 400
    begun = reviews.in_first_review().reading
    grown, early = after(begun, (doubt(nth) for nth in range(acts - 100)))
    grown, late = after(grown, (doubt(nth) for nth in range(acts - 100, acts)))

    record_property(
        PROPERTY,
        f"{acts} acts in one case: {early:.1f} ms of CPU an act · "
        f"the last hundred {late:.1f} of {AN_ACT:.0f} ms",
    )
    assert len(grown.file.facts_of("refer_doubt_to_board")) == acts
    assert late < AN_ACT


@pytest.mark.timeout(120)
def test_an_agreement_of_eight_years_carries_little(record_property: Record) -> None:
    """Its reporting periods are closed terms, and facts that the case has found by itself."""
    play = agreements.in_force(draft={"ends_on": date(2033, 8, 31)})
    play.until("2033-08-31T10:00")
    carried = len(play.file.model_dump_json().encode())

    record_property(
        PROPERTY, f"agreement of eight years: carries {carried / 1000:.0f} of {CARRY // 1000} kB"
    )
    assert len(play.file.terms) > 100
    assert carried < CARRY
