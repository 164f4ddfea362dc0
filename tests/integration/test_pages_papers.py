"""Documents and registers on the pages: what a form brings is kept, and shown to whoever may."""

import re
from collections.abc import AsyncIterator
from hashlib import sha256
from html import unescape

import pytest

from activities.database import Pool
from starter.api.access.development import issued
from starter.api.limits import LARGEST_REQUEST
from starter.client.vade import Vade
from starter.pages.app import with_pages
from starter.pages.kept import KEPT
from starter.pages.routes import registers
from starter.runtime.connect import connect
from starter.runtime.settings import Connection
from tests.integration.api_kit import AT_ONCE, KEY
from tests.integration.pages_kit import Browser, desk_of
from tests.integration.test_api_documents import A_PDF, a_case
from tests.integration.test_papers import a_course
from workflows.kernel.roles import Actor

NOWHERE = Connection(
    temporal_address="127.0.0.1:1", namespace="none", database_url="postgresql://", embedded=True
)
DIGEST = sha256(A_PDF).hexdigest()
PRINCIPAL = "principal:m-1@99001122"


@pytest.fixture
async def browser(pool: Pool) -> AsyncIterator[Browser]:
    """Before pages whose Temporal does not answer: registers need none."""
    vade = Vade(await connect(NOWHERE, lazy=True), pool, patience=AT_ONCE)
    one = Browser(with_pages(desk_of(pool, vade)))
    yield one
    await one.http.aclose()


async def test_a_document_comes_with_a_form_and_is_named_by_its_digest(browser: Browser) -> None:
    await browser.sign_in(PRINCIPAL)
    path = "/registers/people/add_photo"
    assert 'enctype="multipart/form-data"' in await browser.see(path)

    async def send(content: bytes, **fields: str) -> str:
        said = await browser.http.post(
            path, data={**browser.hidden, **fields}, files={"photo.@": ("foto.pdf", content)}
        )
        return unescape(said.text)

    assert "Dosya alınmadı" in await send(b"MZ\x90")
    refused = await send(A_PDF, person="nobody")
    assert f'name="photo" value="{DIGEST}" checked' in refused  # stays chosen
    opened = await browser.http.get(f"/documents/{DIGEST}")
    assert (opened.status_code, opened.content) == (200, A_PDF)

    await browser.sign_in("principal:m-2@99001133")
    assert (await browser.http.get(f"/documents/{DIGEST}")).status_code == 404
    forged = {"_form": "guessed", "person": "p-1"}
    said = await browser.http.post(path, data=forged, files={"photo.@": ("a.pdf", A_PDF + b"\n")})
    assert said.status_code == 403


async def test_a_case_links_the_documents_that_its_acts_name(browser: Browser, pool: Pool) -> None:
    case_id = await a_case(pool, "a-1", report=DIGEST, statistics="0" * 64)
    await browser.sign_in("applicant:a-1")
    token = browser.http.cookies["vade_session"]
    page = unescape(await browser.see(f"/cases/{case_id}"))
    assert f"{DIGEST[:12]}… depoda yok" in page
    await browser.http.post(
        "/v1/documents", content=A_PDF, headers={"Authorization": f"Bearer {token}"}
    )
    page = unescape(await browser.see(f"/cases/{case_id}"))
    assert f'<a href="/documents/{DIGEST}">PDF, {len(A_PDF)} bayt</a>' in page
    assert page.count("depoda yok") == 1  # the other one lies elsewhere


async def test_papers_of_a_course_are_listed_and_opened_by_those_who_hand_them_out(
    browser: Browser, pool: Pool
) -> None:
    case_id = await a_course(pool)
    await browser.sign_in(PRINCIPAL)
    page = unescape(await browser.see(f"/cases/{case_id}"))
    papers = re.findall(r'<a href="(/cases/[^"]+/papers/[^"]+)">([^<]+)', page)
    entry_list = (f"/cases/{case_id}/papers/exam-entry-list?of=S-1", "Sınav giriş listesi S-1 ")
    completion = (f"/cases/{case_id}/papers/completion-documents", "Kurs bitirme belgeleri ")
    # once in the list, once at the entry that they go with; the newest entry comes first
    assert papers == [entry_list, completion, completion, entry_list]
    for address, title in dict.fromkeys(papers):
        opened = await browser.http.get(address)
        assert (opened.status_code, opened.content[:5]) == (200, b"%PDF-"), title
        assert opened.headers["content-type"] == "application/pdf"
        assert b"pdfaid" in opened.content  # PDF/A says of itself that it is
    assert (await browser.http.get(f"{entry_list[0]}00")).status_code == 404

    # identity numbers are for those alone who examine trainees
    for who in ("operator:op-1", "general-directorate:gm-1", "principal:m-2@99003344"):
        await browser.sign_in(who)
        assert "/papers/" not in await browser.see(f"/cases/{case_id}")
        assert (await browser.http.get(entry_list[0])).status_code == 404


async def test_registers_are_printed_by_those_who_keep_them(browser: Browser) -> None:
    """The book of agreements (Ek-6) by its issuers, the lists of a year by the Ministry's units."""
    for who, printed, others in (
        ("provincial-directorate:m-1@44", "kutuk", "january-list"),
        ("general-directorate:gm-1", "kutuk", "books"),
        ("publications-department:yd-1", "january-list", "kutuk"),
    ):
        await browser.sign_in(who)
        listed = await browser.see("/registers")
        assert f'href="/printed/{printed}?year=' in listed
        assert f"/printed/{others}" not in listed
        opened = await browser.http.get(f"/printed/{printed}?year=2031")
        assert (opened.status_code, opened.content[:5]) == (200, b"%PDF-")
        assert (await browser.http.get(f"/printed/{others}?year=2031")).status_code == 404


async def test_a_register_is_read_and_filled_in_by_its_own_people(browser: Browser) -> None:
    await browser.sign_in("education-directorate:d-1")
    listed = unescape(await browser.see("/registers"))
    assert 'href="/registers/classrooms/set_classroom">Dersliğin kaydı' in listed
    assert "/registers/people" not in listed

    path = "/registers/classrooms/set_classroom"
    await browser.see(path)
    missing = await browser.send(path, do="send")
    assert missing.status_code == 422
    assert "Bu alan zorunludur." in missing.text

    filled = {"institution": "99001122", "capacity": "24", "from_day": "2031-01-01"}
    kinds = re.findall(r'name="lesson_kinds" value="([^"]+)"', missing.text)
    for code in ("D-1", "D-2"):
        await browser.see(path)
        said = await browser.send(path, do="send", code=code, lesson_kinds=kinds, **filled)
        assert "Kaydedildi" in said.text
    page = unescape(await browser.see("/registers/classrooms?on=2031-01-01"))
    assert "D-1" in page
    assert "Geçerli olduğu ilk gün" in page
    assert "1 Ocak 2031" in page
    assert "D-1" not in (await browser.see("/registers/classrooms?on=2030-12-31"))

    await browser.sign_in("revolving-fund:d-1")
    assert (await browser.http.get("/registers/classrooms")).status_code in {403, 404}
    assert (await browser.http.get(path)).status_code == 403
    assert (await browser.http.get("/registers/people/set_classroom")).status_code == 404
    assert (await browser.http.get("/registers/coefficients?after=x")).status_code == 400


async def test_people_are_looked_up_one_by_one_and_pages_lead_on(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.sign_in("general-directorate:g-1")
    assert "liste olarak gösterilmez" in unescape(await browser.see("/registers/people"))
    assert "Kayıt yok." in unescape(await browser.see("/registers/people?subject=p-1"))

    path = "/registers/coefficients/enter_coefficient"
    await browser.sign_in("registry:evrak-1")
    for year in ("2030", "2031"):
        await browser.see(path)
        period = {"from_day": f"{year}-01-01", "through_day": f"{year}-06-30", "value": "0,9"}
        said = await browser.send(path, do="send", **period)
        assert "Kaydedildi" in said.text
    monkeypatch.setattr(registers, "ROWS", 1)
    first = await browser.see("/registers/coefficients")
    onward = re.search(r'href="(/registers/coefficients\?after=[^"]+)"', first)
    assert onward is not None
    second = await browser.see(unescape(onward[1]))
    assert ("1 Ocak 2030" in first, "1 Ocak 2031" in second) == (True, True)
    assert "Sonraki sayfa" not in second


async def test_a_form_sent_after_its_session_ran_out_comes_back_to_the_same_person(
    browser: Browser,
) -> None:
    path = "/registers/classrooms/set_classroom"
    clerk, other = (Actor(role="education-directorate", id=key) for key in ("d-1", "d-2"))
    for who, comes_back in ((other, False), (clerk, True)):
        browser.http.cookies.set("vade_session", issued(KEY, clerk, lasts=-3600))
        await browser.see("/sign-in")
        sent = await browser.http.post(path, data={**browser.hidden, "code": "Şube-1"})
        assert sent.headers["location"].endswith("&form=kept")
        assert f"Path={path}" in sent.headers["set-cookie"]
        assert "form saklandı" in unescape(await browser.see(sent.headers["location"]))
        chosen = {"as": f"education-directorate:{who.id}", "back": path}
        page = unescape((await browser.send("/sign-in", **chosen)).text)
        browser.http.cookies.clear()
        assert ('value="Şube-1"' in page) is comes_back


async def test_a_form_that_cannot_be_kept_is_said_to_be_lost(browser: Browser) -> None:
    path = "/registers/classrooms/set_classroom"
    await browser.see("/sign-in")
    signed_out = await browser.http.post(path, data={**browser.hidden, "code": "D-1"})
    assert signed_out.headers["location"].endswith("&form=lost")

    clerk = Actor(role="education-directorate", id="d-1")
    browser.http.cookies.set("vade_session", issued(KEY, clerk, lasts=-3600))
    long = "".join(sha256(str(n).encode()).hexdigest() for n in range(400))
    large = await browser.http.post(path, data={**browser.hidden, "code": long})
    assert large.headers["location"].endswith("&form=large")
    assert "saklanamayacak kadar büyük" in unescape(await browser.see(large.headers["location"]))
    forged = await browser.http.post(path, data={"_form": "guessed", "code": "D-1"})
    assert not any(KEPT in each for each in forged.headers.get_list("set-cookie"))


async def test_only_a_form_that_asks_for_documents_may_be_as_large_as_one(
    browser: Browser,
) -> None:
    await browser.sign_in(PRINCIPAL)
    large = {"photo.@": ("a.pdf", A_PDF + b" " * LARGEST_REQUEST + b"%%EOF")}
    for path, status in (("/sign-in", 413), ("/registers/people/add_photo", 422)):
        await browser.see("/registers/people/add_photo")
        said = await browser.http.post(path, data=browser.hidden, files=large)
        assert said.status_code == status, path
