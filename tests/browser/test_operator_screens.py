"""What an operator sees of a case in the Temporal UI: a real browser on a real stack."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from starter.pages.temporal_ui import COLUMNS, standing_lists
from tests.browser.screens import Screens, browser, missing
from tests.browser.stage import IDENTITY, Shown

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing()),
    # a whole stack and a browser start within it
    pytest.mark.timeout(300),
]

# What the pages have to say of a correction served on 10 March 2031.
DETAILS = [
    "Düzeltme",
    "Beklenen: başvuru sahibi",
    "Açık süreler",
    "T-22.1 itiraz (m.22(1)) · son gün 25 Mart 2031 17:30 · başvuru sahibi",
    "T-17.15b düzeltme (m.17(15)) · son gün 9 Nisan 2031 17:30 · başvuru sahibi",
    "Yapılabilecek işlemler",
    "Düzeltilmiş taslak (submit_corrected_draft) · başvuru sahibi · T-17.15b",
    "İtiraz (file_objection) · başvuru sahibi · T-22.1",
]
AT_ANY_STAGE = ("Vazgeçme (T-16.1)", "Tatil kararı (idari izin) (R-S.1)")
# the days of an objection run beside those of the correction, and end first
TIMER = "T-22.1 itiraz · son gün 25 Mart 2031 · sıradaki: hatırlatma 20 Mart 2031"
ATTRIBUTES: dict[str, Any] = {
    "Process": "textbook-review",
    "Stage": "correction",
    "WaitingOn": "applicant",
    "NextTerm": "T-22.1",
    "NextDue": "2031-03-25T17:30:00+03:00",
    "OpenTerms": ["T-22.1", "T-17.15b"],
    "ReceivedAt": "2031-03-10T10:00:00+03:00",
    "Overdue": False,
    "NeedsAttention": False,
    # unset since the draft was coded
    "Applicant": None,
    "Institution": None,
}
TERMS = [("T-22.1", "2031-03-25"), ("T-17.15b", "2031-04-09")]


@pytest.fixture
def screens(case: Shown) -> Iterator[Screens]:
    with browser() as driver:
        yield Screens(driver, case.connection)


def known_in(text: str) -> list[str]:
    """What a text says about who the applicant is."""
    return [part for part, value in IDENTITY.items() if value.casefold() in text.casefold()]


async def test_an_operator_sees_where_a_case_stands_and_never_who_filed_it(
    screens: Screens, case: Shown
) -> None:
    """Invariants 11 and 12, on the pages as they are drawn; one stack and one browser for all."""
    the_first_page_lands_among_the_cases_with_columns_and_lists(screens)
    screens.open(case.case_id)
    nothing_that_ends_a_case_is_offered_or_let_through(screens, case)
    metadata_say_where_it_stands_and_what_may_be_done(screens)
    attributes_are_those_the_lists_are_made_of(screens)
    the_view_says_the_same(screens)
    history_says_what_the_timer_sleeps_for(screens)
    links_lead_to_lists_that_hold_the_case_or_not(screens, case)


def the_first_page_lands_among_the_cases_with_columns_and_lists(screens: Screens) -> None:
    columns = screens.land()
    assert [head for head in COLUMNS if head not in columns] == []
    assert "Run ID" not in columns
    assert sorted(screens.kept()) == sorted(one.title for one in standing_lists("tr"))


def nothing_that_ends_a_case_is_offered_or_let_through(screens: Screens, case: Shown) -> None:
    assert not screens.offers("Request Cancellation")
    path = f"/api/v1/namespaces/vade/workflows/{case.case_id}/terminate"
    said = httpx.post(f"{case.connection.ui_url}{path}", json={"reason": "by hand"})
    assert said.status_code == 403


def metadata_say_where_it_stands_and_what_may_be_done(screens: Screens) -> None:
    summary, details = screens.metadata()

    assert summary == ["Başvuru 2031-0042 · 10 Mart 2031"]
    before_entries = details[: details.index("Son kayıtlar")]
    assert before_entries[:-1] == DETAILS
    assert before_entries[-1].startswith("Her aşamada: ")
    assert all(act in before_entries[-1] for act in AT_ANY_STAGE)
    assert details[-1].endswith("10 Mart 2031 10:30 · Tebliğ")
    assert known_in(screens.source()) == []


def attributes_are_those_the_lists_are_made_of(screens: Screens) -> None:
    attributes = screens.search_attributes()

    assert {name: attributes.get(name) for name in ATTRIBUTES} == ATTRIBUTES
    assert known_in(screens.source()) == []


def the_view_says_the_same(screens: Screens) -> None:
    view = screens.view()

    assert (view["stage"], view["waiting_on"]) == ("correction", "applicant")
    assert [(term["rule"], term["due_on"]) for term in view["terms"]] == TERMS
    assert known_in(screens.source()) == []


def history_says_what_the_timer_sleeps_for(screens: Screens) -> None:
    rows = screens.compact(until=TIMER)

    # the workflow's input, above the rows, still has the applicant's key: they alone are looked at
    told = "\n".join(rows)
    assert told.count(TIMER) == 1
    assert "T-14.2 ön inceleme · son gün 24 Mart 2031" in told
    assert "kütüklere soruluyor: Ön incelemeye al" in told
    assert "record_service" in told
    assert known_in(told) == []


def links_lead_to_lists_that_hold_the_case_or_not(screens: Screens, case: Shown) -> None:
    for title in ("Aşama: Düzeltme", "Beklenen: başvuru sahibi"):
        assert screens.listed(case.lists[title]) == [case.case_id], title
        assert known_in(screens.source()) == []
    assert screens.listed(case.lists["Süresi geçenler"]) == []
