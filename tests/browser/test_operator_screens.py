"""What an operator sees of a case in the Temporal UI: a real browser on a real stack."""

import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.testing import TimeSkipper

from activities.database import open_pool, transaction
from activities.post.notices import put_applicant, put_office
from activities.textbook.coefficients import put_coefficient
from starter.cli.finish import Settings
from starter.cli.work.maintenance import links
from starter.client.own_time import own_time
from starter.client.vade import Vade
from starter.embedded.place import remove
from starter.embedded.ports import DEFAULTS
from starter.embedded.sample_cases.sample import Days
from starter.embedded.samples import OFFICES, SAMPLES
from starter.embedded.stack import Stack
from starter.rehearsal.clock import Cases
from starter.rehearsal.engine import Scene
from starter.runtime.connect import connect
from starter.runtime.settings import Connection
from starter.runtime.skipping import skip
from tests.browser.screens import Screens, browser, missing
from tests.kit.calendars import plain_calendar
from tests.process.live import filing
from tests.unit.textbook_review.drafts import COEFFICIENT, an_application
from workflows.kernel.case.message import Envelope
from workflows.kernel.roles import Actor
from workflows.textbook_review.process import REVIEW

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing()),
    # a whole stack and a browser start within it
    pytest.mark.timeout(300),
]

ANY_PORTS = dict.fromkeys(DEFAULTS, "0")
START = filing()
SENT_AT = START.received_at + timedelta(minutes=30)
APPLICANT = an_application().applicant
IDENTITY = {
    "name": "Kestane Yayıncılık",
    "e-mail": "editor@kestane.example.org",
    "key": APPLICANT.key,
    "institution": APPLICANT.institution,
}
TO_CORRECTION = SAMPLES[0].steps

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


@dataclass(frozen=True)
class Shown:
    """A case at its correction, and the operators' lists by title."""

    case_id: str
    connection: Connection
    lists: dict[str, str]


@pytest.fixture
async def case() -> AsyncIterator[Shown]:
    """One review on a stack of its own, filed and served on 10 March 2031."""
    # not below pytest's own folder: for root that one is closed to PostgreSQL's account
    folder = Path(tempfile.gettempdir()) / f"vade-test-{secrets.token_hex(6)}"
    try:
        async with Stack(folder, environ=ANY_PORTS, durable=False) as connection:
            case_id = await _at_correction(connection)
            shown = await links(Settings(home=folder, lang="tr"))
            lists = {each["title"]: each["url"] for each in shown.data}
            yield Shown(case_id, connection, lists)
    finally:
        remove(folder)


async def _at_correction(connection: Connection) -> str:
    client = await connect(connection)
    async with await open_pool(connection.database_url, size=4) as pool:
        async with transaction(pool) as conn:
            await put_coefficient(conn, date(2031, 1, 1), COEFFICIENT)
            await put_applicant(
                conn, IDENTITY["key"], name=IDENTITY["name"], email=IDENTITY["e-mail"]
            )
            for role in OFFICES:
                await put_office(conn, role, name=role, email=f"{role}@example.org")
        scene, vade = Scene(client, pool), Vade(client, pool, clock=own_time(client))
        delay = START.received_at - datetime.now(UTC)
        case_id = (await vade.start(REVIEW, START, start_delay=delay)).case_id
        handle = client.get_workflow_handle(case_id)
        # a clock stands while there is work: when it has gone on, the case is open
        ahead = SENT_AT - await TimeSkipper(client).get_current_time(handle)
        await skip(client, case_id, ahead)
        days = Days(SENT_AT.date(), START.received_at.date(), plain_calendar())
        for n, step in enumerate(TO_CORRECTION):
            actor = Actor(role=step.role, id=step.by or f"{step.role}-1")
            envelope = Envelope(command_id=f"c-{n}", actor=actor, body=step.body(days))
            await vade.send(case_id, step.command, envelope)
        # the details are a query, and the page does not ask again
        cases = Cases(scene)
        cases.adopt(case_id)
        await cases.drain(SENT_AT)
    return case_id


@pytest.fixture
def screens(case: Shown) -> Iterator[Screens]:
    with browser() as driver:
        yield Screens(driver, case.connection)


def known_in(text: str) -> list[str]:
    """What a text says about who the applicant is."""
    return [part for part, value in IDENTITY.items() if value.casefold() in text.casefold()]


def test_an_operator_sees_where_a_case_stands_and_never_who_filed_it(
    screens: Screens, case: Shown
) -> None:
    """Invariants 11 and 12, on the pages as they are drawn; one stack and one browser for all."""
    screens.open(case.case_id)
    metadata_say_where_it_stands_and_what_may_be_done(screens)
    attributes_are_those_the_lists_are_made_of(screens)
    the_view_says_the_same(screens)
    history_says_what_the_timer_sleeps_for(screens)
    links_lead_to_lists_that_hold_the_case_or_not(screens, case)


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
    assert "the register queue decides on c-1" in told
    assert "command record_service" in told
    assert known_in(told) == []


def links_lead_to_lists_that_hold_the_case_or_not(screens: Screens, case: Shown) -> None:
    for title in ("Aşama: Düzeltme", "Beklenen: başvuru sahibi"):
        assert screens.listed(case.lists[title]) == [case.case_id], title
        assert known_in(screens.source()) == []
    assert screens.listed(case.lists["Süresi geçenler"]) == []
