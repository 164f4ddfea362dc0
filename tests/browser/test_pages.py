"""A publisher's clerk and an agreement officer at work, from the sign-in to what counts.

No page shuts anyone out.

Runs after the operator's screens, on the same stack: the clerk moves the case on.
"""

from datetime import UTC, datetime
from typing import Final

import pytest

from tests.browser.clerk import Clerk
from tests.browser.screens import missing
from tests.browser.stage import AGREEMENT_ID, IDENTITY, Shown
from workflows.kernel.law.calendar import local_day

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing()),
    pytest.mark.timeout(300),
]


async def test_a_publishers_clerk_hands_in_a_corrected_draft_without_json(
    clerk: Clerk, case: Shown
) -> None:
    clerk.open("/")
    clerk.look("sign-in")
    clerk.click(f"button[value='applicant:{IDENTITY['key']}']")
    assert "Ders kitabı incelemesi 2031-0042" in clerk.reads()
    assert "25 Mart 2031, saat 17.30" in clerk.reads()  # the first last day: that of an objection
    clerk.look("work list")

    clerk.press("Ders kitabı incelemesi 2031-0042")
    assert "Düzeltme" in clerk.reads()
    clerk.one("details.term summary").click()
    assert "Başlangıç: 10 Mart 2031" in clerk.reads()  # why this date
    clerk.look("case")

    clerk.press("Düzeltilmiş taslak")
    clerk.press("Ne olacağını göster")
    assert "Bu alan zorunludur" in clerk.reads()
    clerk.look("form with faults")
    clerk.fill("Takım sayısı", "3")
    clerk.fill("Elektronik nüsha sayısı", "1")
    clerk.tick("Dilekçe")
    clerk.press("Ne olacağını göster")
    assert "Gönderirseniz" in clerk.reads()
    clerk.look("dry run")
    clerk.click("#ahead button")
    assert "Kaydedildi" in clerk.reads()
    assert "Düzeltilmiş taslağın ön incelemesi" in clerk.reads()
    assert clerk.opens("Alındı belgesi: Düzeltilmiş taslak") == "application/pdf"

    for page in ("/open/textbook-review", "/calendars", "/nowhere"):
        clerk.open(page)
        clerk.look(page)
    clerk.open("/sign-in")
    clerk.click("button[value='operator:operator']")
    registers = ("/registers", "/registers/coefficients", "/registers/addresses/enter_address")
    for page in ("/overview", f"/cases/{case.case_id}", *registers):
        clerk.open(page)
        clerk.look(page)
    clerk.open("/")
    assert clerk.fits("work list, narrow"), "it scrolls sideways"
    clerk.nobody_shut_out()


OFFICER: Final = "district-directorate:ornek-district-directorate@ornek-ilce"


async def test_an_agreement_officer_takes_an_agreement_from_signing_to_the_register(
    clerk: Clerk, case: Shown
) -> None:
    def send(act: str, dates: dict[str, str], filled: dict[str, str], *ticked: str) -> None:
        clerk.press(act)
        for name, said in dates.items():
            field = clerk.one(f"input[name='{name}']")
            clerk.driver.execute_script("arguments[0].value = arguments[1]", field, said)
        for name, said in filled.items():
            clerk.one(f"[name='{name}']").send_keys(said)
        for name in ticked:
            clerk.one(f"input[name='{name}'][value='true']").click()
        clerk.press("Ne olacağını göster")
        clerk.click("#ahead button")
        assert "Kaydedildi" in clerk.reads()

    clerk.open("/sign-in")
    clerk.click(f"button[value='{OFFICER}']")
    clerk.open(f"/cases/{AGREEMENT_ID}")
    today = local_day(datetime.now(UTC)).isoformat()
    signed = {"counterparts": "2", "signed_by": "İlçe"}
    send("İmza", {"signed_on": today}, signed, "initialled", "sealed")
    record = {"record_no": "Ek5-1"}
    send("Teslim tutanağı (Ek-5)", {"delivered_on": today}, record, "to_authorised")
    for act in ("e-Yaygın kaydı", "Kütük defteri kaydı (Ek-6)"):
        send(act, {"entered_on": today}, {})
    assert "Yürürlükte" in clerk.reads()
    assert "İş birliği belgesi kütüğe kaydedilmiştir" in clerk.reads()
    letter = clerk.one("td.number + td a").get_attribute("href")
    clerk.driver.get(f"{letter}")
    assert clerk.driver.execute_script("return document.contentType") == "application/pdf"
    clerk.open("/registers/members")
    assert not clerk.shut_out()
