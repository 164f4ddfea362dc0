"""The front door over HTTP, at real cases: opening, sending, receipts, reading, catalogue."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from activities.journal.relay import relay_once
from starter.client.processes import PROCESSES
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from tests.integration.api_kit import Doors, Visitor
from tests.integration.door import FILED_AT, FILED_ON, a_number, journal, numbers_issued
from tests.unit.textbook_review.drafts import FEE, an_application
from workflows.kernel.law.calendar import local_day

PUBLISHER = an_application().applicant.key


def a_body() -> dict[str, Any]:
    fee = FEE.model_copy(update={"paid_on": FILED_ON})
    return an_application(fee=fee).model_dump(mode="json")


def on_paper(**changes: Any) -> dict[str, Any]:
    usual = {
        "body": a_body(),
        "file_no": a_number(),
        "received_at": FILED_AT.isoformat(),
        "register_no": "E-1",
    }
    return usual | changes


@pytest.fixture
async def doors(scene: Scene, vade: Vade) -> Doors:
    return Doors(scene.pool, vade)


@pytest.fixture
async def registry(doors: Doors) -> Visitor:
    return doors.visitor("registry", "evrak-1")


async def opened(registry: Visitor) -> str:
    said = await registry.post("/processes/textbook-review/cases", a_number(), on_paper())
    assert said.status_code == 201, said.text
    case_id: str = said.json()["case_id"]
    async with asyncio.timeout(20):  # an office knows of a case by its record
        while (await registry.get(f"/cases/{case_id}")).json()["stage"] == "opening":
            pass
    return case_id


# -- opening -------------------------------------------------------------------------------------


async def test_a_case_is_opened_once_under_its_key(registry: Visitor, scene: Scene) -> None:
    filing, path = on_paper(), "/processes/textbook-review/cases"
    first = await registry.post(path, "mektup-1", filing)
    again = await registry.post(path, "mektup-1", filing)
    other = await registry.post(path, "mektup-1", filing | {"register_no": "E-2"})
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json() | {"again": True} == again.json()
    assert first.headers["location"] == f"/v1/cases/{first.json()['case_id']}"
    assert other.json()["reasons"][0]["rule"] == "V-6"
    assert other.headers["content-type"] == "application/problem+json"


async def test_a_refused_filing_burns_no_number(registry: Visitor, scene: Scene) -> None:
    drawn = await numbers_issued(scene)
    at_night = on_paper(received_at=(FILED_AT - timedelta(hours=7)).isoformat(), file_no=None)
    said = await registry.post("/processes/textbook-review/cases", "gece-1", at_night)
    assert (said.status_code, said.json()["reasons"][0]["rule"]) == (409, "T-11.1a")
    assert await numbers_issued(scene) == drawn


async def test_what_cannot_be_read_is_a_problem_with_its_fields(registry: Visitor) -> None:
    said = await registry.post("/processes/textbook-review/cases", "bozuk-1", {"body": {}})
    assert said.status_code == 422
    assert {reason["rule"] for reason in said.json()["reasons"]} == {"V-4"}
    said = await registry.post("/processes/textbook-review/cases", None, on_paper())
    assert said.status_code == 422
    assert "Idempotency-Key" in said.json()["reasons"][0]["what"]
    said = await registry.post("/processes/nothing/cases", "bozuk-2", on_paper())
    assert said.status_code == 404


async def test_a_problem_is_told_in_the_language_that_is_asked_for(registry: Visitor) -> None:
    turkish = await registry.get("/processes/nothing", **{"Accept-Language": "tr-TR,tr;q=0.9"})
    assert turkish.headers["Content-Language"] == "tr"
    assert turkish.json()["detail"] == "böyle bir süreç yok: nothing"
    english = await registry.get("/processes/nothing")
    assert english.headers["Content-Language"] == "en"
    assert english.json()["detail"] == "there is no process nothing"
    assert "Accept-Language" in english.headers["Vary"]


# -- commands and receipts -----------------------------------------------------------------------


async def test_a_command_is_answered_and_counts_once(doors: Doors, registry: Visitor) -> None:
    case = await opened(registry)
    commission = doors.visitor("preliminary-commission", "o-1")
    first = await commission.send(case, "take_up", "k-1")
    again = await commission.send(case, "take_up", "k-1")
    assert (first.status_code, first.json()["stage"]) == (200, "preliminary-review")
    assert again.json() == first.json()
    told = await commission.get(f"/cases/{case}/receipts/k-1")
    assert (told.json()["state"], told.json()["answer"]) == ("admitted", first.json())
    out_of_place = await commission.send(case, "take_up", "k-2")
    assert out_of_place.status_code == 409
    unknown = await commission.send(case, "take_over", "k-3")
    assert unknown.status_code == 422


async def test_a_preview_changes_nothing(doors: Doors, registry: Visitor) -> None:
    case = await opened(registry)
    commission = doors.visitor("preliminary-commission", "o-1")
    before = (await commission.get(f"/cases/{case}")).json()["view"]["entries"]
    path = f"/cases/{case}/commands/take_up/preview"
    said = await commission.post(path, None, {"body": {}})
    assert (said.status_code, said.json()["reasons"]) == (200, [])
    assert (await commission.get(f"/cases/{case}")).json()["view"]["entries"] == before


# -- reading -------------------------------------------------------------------------------------


async def test_a_case_is_read_with_its_terms_and_why(registry: Visitor) -> None:
    case = await opened(registry)
    shown = await registry.get(f"/cases/{case}")
    assert (shown.json()["stage"], shown.json()["view"]["case_id"]) == ("submitted", case)
    unchanged = await registry.get(f"/cases/{case}", **{"If-None-Match": shown.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    terms = (await registry.get(f"/cases/{case}/terms")).json()["terms"]
    why = (await registry.get(f"/cases/{case}/why")).json()
    assert {term["key"] for term in terms} == {term["key"] for term in why} != set()
    assert (await registry.get(f"/cases/{case}/why?term=T-99")).status_code == 404
    line = (await registry.get(f"/cases/{case}/timeline?lang=en")).json()["entries"]
    assert (line[0]["kind"], line[0]["title"]) == ("opened", "Application")


async def test_lists_are_paged_in_order(registry: Visitor) -> None:
    cases = {await opened(registry) for _ in range(3)}
    path, found = "/cases?limit=2&process=textbook-review", []
    page = (await registry.get(path)).json()
    found += page["cases"]
    assert (page["fitting"], len(found)) == (3, 2)
    page = (await registry.get(f"{path}&after={page['after']}")).json()
    found += page["cases"]
    assert {row["case_id"] for row in found} == cases
    assert (page["fitting"], page["after"]) == (3, None)
    assert (await registry.get("/cases?waiting_on=board")).json()["cases"] == []
    assert (await registry.get("/cases?held=true")).json()["cases"] == []
    assert (await registry.get("/cases?after=nonsense")).status_code == 422


async def test_the_catalogue_has_a_template_for_each_body(registry: Visitor) -> None:
    named = (await registry.get("/processes")).json()["processes"]
    assert [each["name"] for each in named] == [*PROCESSES]
    for each in named:
        said = (await registry.get(f"/processes/{each['name']}")).json()
        assert {"start", *each["commands"]} <= said["templates"].keys()
        assert None not in [said["examples"][command] for command in each["commands"]]


# -- who -----------------------------------------------------------------------------------------


async def test_nobody_unproven_comes_in_and_all_is_on_record(
    doors: Doors, registry: Visitor, scene: Scene
) -> None:
    case = await opened(registry)
    for stranger in (doors.stranger(), doors.stranger("a.b.c")):
        said = await stranger.get(f"/cases/{case}")
        assert (said.status_code, said.headers["www-authenticate"]) == (401, "Bearer")
    rival = doors.visitor("applicant", "rakip-1")
    assert (await rival.get(f"/cases/{case}")).status_code == 404
    assert (await rival.send(case, "withdraw", "w-1")).status_code == 404
    async with scene.pool.acquire() as conn:
        rows = await conn.fetch(
            "select act, role, actor, allowed from access_log where actor = 'rakip-1' order by id"
        )
    assert [tuple(row) for row in rows] == [
        ("read", "applicant", "rakip-1", False),
        ("send", "applicant", "rakip-1", False),
    ]


async def test_whoever_is_proven_acts_whatever_they_claim(
    doors: Doors, registry: Visitor, vade: Vade, scene: Scene
) -> None:
    """Four eyes (R-T.26) look at the person of the token, in whichever role; no body names one."""
    case = await opened(registry)
    asked = {"question": "Bu öge programda var mı?"}
    claimed = {"body": asked, "actor": {"role": "presidency", "id": "baskasi-1"}}
    path = f"/cases/{case}/commands/refer_doubt_to_board"
    one = doors.visitor("presidency", "kisi-1")
    assert (await one.post(path, "d-0", claimed)).status_code == 422
    assert (await one.post(path, "d-1", {"body": asked})).status_code == 200

    today = local_day(datetime.now(UTC)).isoformat()
    guidance = {"guidance": "Programda vardır.", "decision_no": "K-7", "decided_on": today}
    same = await doors.visitor("board", "kisi-1").send(
        case, "record_board_guidance", "g-1", **guidance
    )
    other = await doors.visitor("board", "kisi-2").send(
        case, "record_board_guidance", "g-2", **guidance
    )

    assert (same.status_code, same.json()["reasons"][0]["rule"]) == (409, "R-T.26")
    assert other.status_code == 200
    acted = [(e.name, e.actor.role, e.actor.id) for e in await journal(vade, scene, case)]
    assert acted[1:] == [
        ("refer_doubt_to_board", "presidency", "kisi-1"),
        ("record_board_guidance", "board", "kisi-2"),
    ]


async def test_nobody_states_a_receipt_at_the_door_but_the_registry(
    doors: Doors, registry: Visitor
) -> None:
    """V-5, by the same function as at the gate; nothing is taken in."""
    case = await opened(registry)
    sent = {"body": {}, "received_at": FILED_AT.isoformat(), "register_no": "E-9"}
    own = doors.visitor("applicant", PUBLISHER)
    for path in ("withdraw", "withdraw/preview"):
        said = await own.post(f"/cases/{case}/commands/{path}", "geri-1", sent)
        assert (said.status_code, said.json()["reasons"][0]["rule"]) == (409, "V-5")
    assert (await own.get(f"/cases/{case}/receipts/geri-1")).status_code == 404


async def test_a_publisher_files_for_itself_alone(doors: Doors, registry: Visitor) -> None:
    path = "/processes/textbook-review/cases"
    rival = doors.visitor("applicant", "rakip-1")
    said = await rival.post(path, "r-1", {"body": a_body()})
    assert said.status_code == 403
    own = doors.visitor("applicant", PUBLISHER)
    said = await own.post(path, "r-2", on_paper())
    assert said.status_code == 403  # a number of its own
    case = await opened(registry)
    assert [row["case_id"] for row in (await own.get("/cases")).json()["cases"]] == [case]
    assert (await rival.get("/cases")).json()["cases"] == []


@pytest.mark.rule("R-S.1")
async def test_a_closure_decreed_over_http_reaches_the_cases_that_are_open(
    doors: Doors, registry: Visitor, vade: Vade, scene: Scene
) -> None:
    case = await opened(registry)
    day = (FILED_ON + timedelta(days=3)).isoformat()
    decreed = {"days": {day: "Kar tatili"}, "decree_no": "CK-7"}
    ministry = doors.visitor("ministry", "bakanlik-1")
    said = await ministry.post(
        "/registers/calendar", "d-1", {"form": "decree_closure", "body": decreed}
    )
    assert (said.status_code, said.json()["answer"]) == (201, {"cases": 1})
    assert await relay_once(scene.pool, vade.deliver) == 1
    await journal(vade, scene, case)  # answers do not wait for it
    line = (await ministry.get(f"/cases/{case}/timeline")).json()["entries"]
    assert (line[-1]["name"], line[-1]["body"]) == ("decree_closure", decreed)
