"""The signing: by whom, in how many counterparts, in which form."""

from datetime import date
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.agreement.agreements import (
    ENDS_ON,
    FIRST_AFTER,
    LEVELS,
    SIGNATORIES,
    SIGNED_ON,
    a_draft,
    a_signing,
)
from workflows.agreement.messages.agreement import Level
from workflows.agreement.offices import Office
from workflows.agreement.rules.signing import breaches_of_signing

SIGNERS = (Office.DISTRICT_DIRECTORATE, Office.PROVINCIAL_DIRECTORATE, Office.MINISTER)


def broken(
    level: Level = Level.DISTRICT, *, parties: int = 2, today: date = SIGNED_ON, **changes: Any
) -> list[str]:
    """The rules that a signing breaks."""
    draft = a_draft(parties=parties)
    return rules_of(
        breaches_of_signing(a_signing(**changes), level=level, draft=draft, today=today)
    )


@pytest.mark.rule("A-8.1")
def test_a_signing_in_order_breaks_nothing() -> None:
    assert broken() == []


@pytest.mark.rule("A-8.3")
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("signer", SIGNERS)
def test_the_level_decides_on_who_signs(level: Level, signer: str) -> None:
    assert broken(level, signed_by=signer) == ([] if SIGNATORIES[level] is signer else ["A-8.3"])


@pytest.mark.rule("A-8.3", "R-A.9")
@pytest.mark.parametrize(
    ("level", "signer", "found"),
    [
        pytest.param(Level.GENERAL, Office.MINISTER, [], id="a manager named by the Minister"),
        pytest.param(
            Level.PROVINCE, Office.PROVINCIAL_DIRECTORATE, ["R-A.9"], id="a provincial director"
        ),
        pytest.param(
            Level.DISTRICT, Office.DISTRICT_DIRECTORATE, ["R-A.9"], id="a district director"
        ),
    ],
)
def test_only_the_minister_names_somebody_else(level: Level, signer: str, found: list[str]) -> None:
    assert broken(level, signed_by=signer, designation_no="O-12") == found


@pytest.mark.rule("A-9.3")
@pytest.mark.parametrize(
    ("parties", "counterparts", "found"),
    [(2, 2, []), (3, 3, []), (3, 2, ["A-9.3"]), (2, 3, ["A-9.3"])],
)
def test_there_is_one_counterpart_for_each_party(
    parties: int, counterparts: int, found: list[str]
) -> None:
    assert broken(parties=parties, counterparts=counterparts) == found


@pytest.mark.rule("A-9.3")
def test_every_page_is_initialled_and_the_last_one_sealed() -> None:
    assert broken(initialled=False) == ["A-9.3"]
    assert broken(sealed=False) == ["A-9.3"]
    assert broken(initialled=False, sealed=False) == ["A-9.3", "A-9.3"]


@pytest.mark.rule("A-8.1")
def test_a_signing_is_recorded_when_it_has_taken_place() -> None:
    assert broken(today=date(2026, 8, 19)) == ["A-8.1"]
    assert broken(today=date(2026, 8, 21)) == []


@pytest.mark.rule("A-8.10")
def test_nothing_is_signed_whose_term_is_over() -> None:
    assert broken(signed_on=ENDS_ON, today=FIRST_AFTER) == []
    assert broken(signed_on=FIRST_AFTER, today=FIRST_AFTER) == ["A-8.10"]
