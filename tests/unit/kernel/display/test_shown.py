"""What operators read of a case: last instants, what is wrong first, and what it does outside."""

from datetime import date, datetime

import pytest

from tests.kit.terms import CORRECTION, OBJECTION, TURKEY, law, opened
from tests.unit.partnership.years import running
from workflows.kernel.display.details import activity_summary, details_of, record_summary
from workflows.kernel.display.view import last_second
from workflows.kernel.display.words import ACTIVITIES
from workflows.kernel.law.term import TermLaw, Unit
from workflows.kernel.temporal import stubs
from workflows.partnership.process import PARTNERSHIP


@pytest.mark.parametrize(
    ("row", "last"),
    [
        pytest.param(OBJECTION, "2031-03-25T23:59:59+03:00", id="24.00 of 25 March, not 26 March"),
        pytest.param(CORRECTION, "2031-04-09T17:30:00+03:00", id="close of business"),
        pytest.param(
            law("A-8.10", 1, Unit.YEARS), "2032-03-10T23:59:59+03:00", id="a year, to its 24.00"
        ),
    ],
)
def test_an_operators_column_never_shows_the_day_after(row: TermLaw, last: str) -> None:
    term = opened(row, date(2031, 3, 10))
    assert last_second(term, TURKEY) == datetime.fromisoformat(last)


def test_the_details_say_first_what_is_wrong() -> None:
    programme = running()
    programme.until("2026-10-05T09:00")
    programme.reading.file = programme.file.model_copy(
        update={"attention": ("school-coordinator/MALATYA",)}
    )
    lines = details_of(PARTNERSHIP, programme.reading, (), parked="record: sıra bozuk").splitlines()

    wrong = lines[: lines.index("### Yürütülüyor")]
    assert wrong[0] == "**Dikkat: kayıt kabul edilmiyor, düzeltilince sürer:** record: sıra bozuk"
    assert any(line.startswith("**Süresi geçti:** ") for line in wrong)
    assert wrong[-2] == "**Dikkat: ulaşılamayan muhatap:** okul koordinatörü MALATYA"


def test_a_case_that_is_well_begins_with_its_stage() -> None:
    programme = running()
    assert details_of(PARTNERSHIP, programme.reading, ()).startswith("### Yürütülüyor")


def test_what_goes_into_the_journal_is_named_as_operators_call_it() -> None:
    entries = running().journal
    said = record_summary(PARTNERSHIP, entries[:2], "tr")

    assert said == "günlüğe yazılıyor: 1-2 · süre doldu: R-P.8"
    assert record_summary(PARTNERSHIP, entries[:1], "en").startswith("into the journal: 1 · ")


@pytest.mark.parametrize("name", sorted(ACTIVITIES))
def test_every_activity_is_said_in_both_languages(name: str) -> None:
    assert hasattr(stubs, name)
    assert activity_summary(name, "tr") != activity_summary(name, "en")
