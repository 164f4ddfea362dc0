"""The pages at the API's desk: sign-in, work list, case, acting, and feeds, over a real stack."""

import re
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from icalendar import Calendar

from starter.api.access.development import issued
from starter.api.desk import Desk
from starter.client.vade import Vade
from starter.pages.app import with_pages
from starter.pages.issuer import Issuer, issuer_from
from starter.rehearsal.engine import Scene
from starter.runtime.problem import StackProblem
from tests.integration.api_kit import KEY
from tests.integration.door import journal
from tests.integration.pages_kit import Browser, desk_of
from tests.integration.test_api import PUBLISHER, a_body, on_paper
from workflows.kernel.roles import Actor


@pytest.fixture
async def app(scene: Scene, vade: Vade) -> Any:
    return with_pages(desk_of(scene.pool, vade))


@pytest.fixture
async def browser(app: Any) -> AsyncIterator[Browser]:
    one = Browser(app)
    yield one
    await one.http.aclose()


@pytest.fixture
async def case_id(app: Any, vade: Vade, scene: Scene) -> str:
    """A draft that the registry has filed for the publisher; lists have it already."""
    token = issued(KEY, Actor(role="registry", id="evrak-1"))
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k-1"}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://vade") as http:
        path = "/v1/processes/textbook-review/cases"
        said = await http.post(path, json=on_paper(), headers=headers)
    opened: str = said.json()["case_id"]
    await journal(vade, scene, opened)
    return opened


async def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(browser: Browser) -> None:
    asked = await browser.http.get("/cases/textbook-review-1?x=1")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/sign-in?back=%2Fcases%2Ftextbook-review-1%3Fx%3D1"

    from_elsewhere = {"Sec-Fetch-Site": "cross-site"}
    bounced = await browser.http.get("/", headers=from_elsewhere)
    assert 'http-equiv="refresh"' in bounced.text  # the cookie comes with the second step


async def test_a_session_is_shut_and_a_form_from_elsewhere_is_refused(browser: Browser) -> None:
    await browser.see("/sign-in")
    said = await browser.http.post("/sign-in", data={**browser.hidden, "as": "operator:op-1"})
    cookie = next(c for c in said.headers.get_list("set-cookie") if c.startswith("vade_session"))
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie

    forged = await browser.http.post("/sign-out", data={"_form": "guessed"})
    assert forged.status_code == 403
    page = await browser.http.get("/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"

    await browser.see("/")
    await browser.send("/sign-out")
    assert (await browser.http.get("/")).status_code == 303


async def test_only_a_stack_of_its_own_gives_tokens(scene: Scene, vade: Vade) -> None:
    desk = Desk(**{**desk_of(scene.pool, vade).__dict__, "issue": None})
    browser = Browser(with_pages(desk))
    assert "operator:operator" not in await browser.see("/sign-in")
    await browser.send("/sign-in", **{"as": "operator:op-1"})
    assert "vade_session" not in browser.http.cookies

    # behind a proxy that signs people in, its header serves
    token = issued(KEY, Actor(role="operator", id="op-1"))
    browser.http.headers["Authorization"] = f"Bearer {token}"
    assert "İş listesi" in await browser.see("/")
    await browser.http.aclose()


async def test_people_sign_in_at_the_issuers_own_page(scene: Scene, vade: Vade) -> None:
    asked: list[dict[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(dict(parse_qsl(request.content.decode())))
        token = issued(KEY, Actor(role="operator", id="op-1"))
        return httpx.Response(200, json={"access_token": "opaque", "id_token": token})

    issuer = Issuer(
        client_id="vade-pages",
        authorize_url="https://issuer.example/authorize",
        token_url="https://issuer.example/token",  # noqa: S106 - an address
        pages_url="http://vade",
        transport=httpx.MockTransport(answer),
    )
    desk = Desk(**{**desk_of(scene.pool, vade).__dict__, "issue": None})
    browser = Browser(with_pages(desk, issuer))
    assert "/sign-in/go?back=/overview" in await browser.see("/sign-in?back=/overview")
    left = await browser.http.get("/sign-in/go?back=/overview")
    sent = dict(parse_qsl(urlsplit(left.headers["location"]).query))
    assert (sent["redirect_uri"], sent["scope"]) == ("http://vade/sign-in/back", "openid")

    # somebody else's visit is not taken for this one
    forged = await browser.http.get("/sign-in/back?code=c-1&state=guessed")
    assert (forged.status_code, asked) == (403, [])
    back = await browser.http.get(f"/sign-in/back?code=c-1&state={sent['state']}")
    assert (back.status_code, back.headers["location"]) == (303, "/overview")
    challenge = urlsafe_b64encode(sha256(asked[0]["code_verifier"].encode()).digest())
    assert challenge.rstrip(b"=").decode() == sent["code_challenge"]
    assert "Genel görünüm" in await browser.see("/overview")
    await browser.http.aclose()


def test_a_sign_in_is_named_whole_or_not_at_all() -> None:
    assert issuer_from({}) is None
    with pytest.raises(StackProblem, match="VADE_OIDC_TOKEN_URL, VADE_PAGES_URL"):
        issuer_from({"VADE_OIDC_CLIENT_ID": "a", "VADE_OIDC_AUTHORIZE_URL": "https://b"})


async def test_the_work_list_shows_what_waits_and_nobody_elses(
    case_id: str, browser: Browser
) -> None:
    assert f"/cases/{case_id}" in await browser.sign_in("preliminary-commission:o-1")
    assert f"/cases/{case_id}" in await browser.see("/?view=all&process=textbook-review")
    assert f"/cases/{case_id}" not in await browser.see("/?view=overdue")
    assert f"/cases/{case_id}" not in await browser.see("/?view=attention&process=course")

    assert f"/cases/{case_id}" not in await browser.sign_in("applicant:somebody-else")
    for path in (f"/cases/{case_id}", f"/cases/{case_id}/acts/withdraw"):
        assert (await browser.http.get(path)).status_code == 404, path
    assert f"/cases/{case_id}" in await browser.sign_in(f"applicant:{PUBLISHER}") or (
        f"/cases/{case_id}" in await browser.see("/?view=all")
    )


async def test_a_case_says_where_it_stands_and_never_to_a_reviewer_whose_it_is(
    case_id: str, browser: Browser
) -> None:
    await browser.sign_in("preliminary-commission:o-1")
    page = unescape(await browser.see(f"/cases/{case_id}"))
    assert "Başvuru alındı, sıra bekliyor" in page
    assert "Neden bu tarih?" in page
    assert "<svg" in page

    await browser.sign_in("review-commission:i-1")
    assert PUBLISHER not in await browser.see(f"/cases/{case_id}")
    assert PUBLISHER not in await browser.see("/?view=all")


async def test_a_command_is_shown_first_and_sent_once(case_id: str, browser: Browser) -> None:
    await browser.sign_in("presidency:b-1")
    path = f"/cases/{case_id}/acts/set_up_preliminary_commission"
    await browser.see(path)
    missing = await browser.send(path, do="preview")
    assert missing.status_code == 422
    assert "Bu alan zorunludur" in missing.text

    filled = {"members": "o-1\no-2\no-3", "order_no": "KO-1"}
    ahead = await browser.send(path, do="preview", **filled)
    assert "Gönderirseniz" in ahead.text
    assert (await browser.see(f"/cases/{case_id}")).count("journal") == 1

    await browser.see(path)
    form = dict(browser.hidden)
    sent = await browser.send(path, do="send", **filled)
    assert sent.url.params["done"] == "admitted"
    # the same form again: a double click, a reload
    again = await browser.http.post(path, data={**form, "do": "send", **filled})
    assert again.headers["location"].endswith("?done=admitted")
    entry = "<strong>Ön inceleme komisyonunun kurulması</strong>"
    assert unescape(await browser.see(f"/cases/{case_id}")).count(entry) == 1

    await browser.sign_in("preliminary-commission:o-1")
    prefilled = await browser.see(f"/cases/{case_id}/acts/record_preliminary_report")
    assert "o-1\no-2\no-3" in prefilled


async def test_letters_are_listed_by_their_numbers_and_open_as_pages(
    case_id: str, browser: Browser, vade: Vade, scene: Scene
) -> None:
    await browser.sign_in(f"applicant:{PUBLISHER}")
    await browser.see(f"/cases/{case_id}/acts/withdraw")
    await browser.send(f"/cases/{case_id}/acts/withdraw", do="send")
    await journal(vade, scene, case_id)
    page = unescape(await browser.see(f"/cases/{case_id}"))
    listed = re.search(r'<td class="number"[^>]*>(E-TTKB-\d+/\d+)</td>.*?<a href="([^"]+)">', page)
    assert listed is not None
    number, address = listed.groups()
    # once in the list, once at the entry that sent it
    assert page.count(f'href="{address}"') == 2
    assert f">{number} · " in page[page.index('class="journal"') :]
    opened = await browser.http.get(address)
    assert (opened.status_code, opened.content[:5]) == (200, b"%PDF-")
    assert opened.headers["content-type"] == "application/pdf"

    # what went to the applicant is not a reviewer's
    await browser.sign_in("applicant:somebody-else")
    assert (await browser.http.get(address)).status_code == 404


async def test_what_others_may_send_is_denied(case_id: str, browser: Browser) -> None:
    await browser.sign_in("revolving-fund:d-1")
    path = f"/cases/{case_id}/acts/set_up_preliminary_commission"
    await browser.see(path)
    denied = await browser.send(path, do="send", members="o-1", order_no="KO-1")
    assert denied.status_code == 403


async def test_an_applicant_files_by_a_form(browser: Browser) -> None:
    await browser.sign_in(f"applicant:{PUBLISHER}@YAYIN-17")
    page = await browser.see("/open/textbook-review")
    assert f'value="{PUBLISHER}"' in page
    refused = await browser.send("/open/textbook-review", do="send")
    assert refused.status_code == 422
    body = a_body()
    assert body["work"]["lesson"]
    row = await browser.send("/open/textbook-review", do="more:work.parts", **{"work.parts.#": "1"})
    assert 'name="work.parts.1.pages"' in row.text


async def test_a_feed_is_read_by_its_address_and_opens_nothing_else(
    case_id: str, app: Any, browser: Browser, scene: Scene
) -> None:
    await browser.sign_in("preliminary-commission:o-1")
    await browser.see("/calendars")
    made = await browser.send("/calendars", kind="office", office="preliminary-commission")
    token = re.search(r"/feeds/([A-Za-z0-9_-]{43})\.ics", made.text)
    assert token is not None

    reader = Browser(app)
    said = await reader.http.get(f"/feeds/{token[1]}.ics")
    read: Any = Calendar.from_ical(said.text)
    events = read.walk("VEVENT")
    assert [str(e["UID"]) for e in events] == [f"{case_id}/T-14.2@vade"]
    unchanged = {"If-None-Match": said.headers["etag"]}
    assert (await reader.http.get(f"/feeds/{token[1]}.ics", headers=unchanged)).status_code == 304

    for headers in (
        {"Authorization": f"Bearer {token[1]}"},
        {"Cookie": f"vade_session={token[1]}"},
    ):
        assert (await reader.http.get("/", headers=headers)).status_code == 303
        assert (await reader.http.get("/v1/cases", headers=headers)).status_code == 401
    async with scene.pool.acquire() as conn:
        kept = str([dict(row) for row in await conn.fetch("select * from calendar_feeds")])
    assert token[1] not in kept
    assert "preliminary-commission" in kept
    assert "exp" not in kept  # of the token that asked for it

    other = Browser(app)
    await other.sign_in("preliminary-commission:o-2")
    await other.see("/calendars")
    number = re.search(r"/calendars/(\d+)/revoke", made.text)
    assert number is not None
    assert (await other.send(f"/calendars/{number[1]}/revoke")).status_code == 404

    await browser.see("/calendars")
    await browser.send(f"/calendars/{number[1]}/revoke")
    assert (await reader.http.get(f"/feeds/{token[1]}.ics")).status_code == 404


async def test_feeds_are_for_what_one_may_see(case_id: str, browser: Browser) -> None:
    await browser.sign_in("applicant:somebody-else")
    await browser.see("/calendars")
    assert (await browser.send("/calendars", kind="case", case=case_id)).status_code == 404
    await browser.see("/calendars")
    office = await browser.send("/calendars", kind="office", office="board")
    assert office.status_code == 403
    await browser.see("/calendars")
    assert (await browser.send("/calendars", kind="everything")).status_code == 403


async def test_a_manager_sees_counts_and_an_applicant_none(case_id: str, browser: Browser) -> None:
    page = unescape(await browser.sign_in("operator:op-1"))
    page = unescape(await browser.see("/overview"))
    assert "Başvuru alındı, sıra bekliyor" in page
    assert page.count("<svg") == 2

    await browser.sign_in(f"applicant:{PUBLISHER}")
    assert (await browser.http.get("/overview")).status_code == 403


async def test_pages_are_in_english_by_a_switch(browser: Browser) -> None:
    await browser.sign_in("operator:op-1")
    assert "Work list" not in await browser.see("/")
    said = await browser.send("/language", language="en", back="/overview")
    assert 'lang="en"' in said.text
    assert "Open cases" in said.text


async def test_what_is_not_there_is_said_on_a_page(browser: Browser) -> None:
    await browser.sign_in("operator:op-1")
    for path in ("/nowhere", "/cases/x", "/open/nothing", "/cases/Ü-1"):
        said = await browser.http.get(path)
        assert said.status_code in {400, 404}, path
        assert "text/html" in said.headers["content-type"]
        assert said.headers.get("x-content-type-options") == "nosniff"


async def test_an_entry_and_an_empty_form_are_printed_as_documents(
    case_id: str, browser: Browser
) -> None:
    await browser.sign_in("presidency:b-1")
    blank = f"/cases/{case_id}/acts/set_up_preliminary_commission/form.pdf"
    for path in (f"/cases/{case_id}/records/1.pdf", blank):
        said = await browser.http.get(path)
        assert (said.status_code, said.headers["content-type"]) == (200, "application/pdf"), path
        assert said.content.startswith(b"%PDF")
    assert (await browser.http.get(f"/cases/{case_id}/records/99.pdf")).status_code == 404
