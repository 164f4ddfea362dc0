"""A publisher's clerk and an agreement officer at work, from the sign-in to what counts.

No page shuts anyone out.

Runs after the operator's screens, on the same stack: the clerk moves the case on.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any, Final

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.screens import PATIENCE, POLL, browser, missing
from tests.browser.stage import AGREEMENT_ID, IDENTITY, Shown
from workflows.kernel.law.calendar import local_day

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing()),
    pytest.mark.timeout(300),
]

AXE: Final = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
LOOK: Final = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    .then(found => done(found.violations.map(one => ({
        id: one.id, impact: one.impact, where: one.nodes.map(node => node.html).slice(0, 3)}))));
"""
NARROW: Final = 390  # pixels: a telephone


class Clerk:
    """Somebody in front of the pages, who reads and clicks."""

    def __init__(self, driver: Chrome, where: str) -> None:
        self.driver = driver
        self._where = where

    def open(self, path: str) -> None:
        """Go to an address."""
        self.driver.get(f"{self._where}{path}")

    def click(self, selector: str) -> None:
        """Click what there is one of, and look at the next page."""
        self._follow(self.one(selector))

    def press(self, words: str) -> None:
        """Press the button or link that says this."""
        said = f"[normalize-space()='{words}']"
        self._follow(self.driver.find_element("xpath", f"//a{said} | //button{said}"))

    def _follow(self, element: WebElement) -> None:
        """Click, and wait until the next page has taken the place of this one."""
        page = self.one("main")
        element.click()
        WebDriverWait(self.driver, PATIENCE, poll_frequency=POLL).until(staleness_of(page))

    def fill(self, label: str, value: str) -> None:
        """Write into the field of that label."""
        named = f"//label[starts-with(normalize-space(), '{label}')]"
        field = self.driver.find_element("xpath", named).get_attribute("for")
        self.one(f"[id='{field}']").send_keys(value)

    def tick(self, label: str) -> None:
        """Tick the box of that label."""
        self.driver.find_element("xpath", f"//label[normalize-space()='{label}']/input").click()

    def one(self, selector: str) -> WebElement:
        """Return a part of the page."""
        return self.driver.find_element("css selector", selector)

    def reads(self) -> str:
        """Return what the page says."""
        return self.one("main").text

    def shut_out(self) -> list[dict[str, Any]]:
        """Return what keeps people out of this page, by axe; in light and in dark."""
        found = []
        for scheme in ("light", "dark"):
            wanted = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", wanted)
            self.driver.execute_script(AXE)
            found += [{"scheme": scheme, **one} for one in self.driver.execute_async_script(LOOK)]
        return found


@pytest.fixture
def clerk(case: Shown) -> Iterator[Clerk]:
    with browser(900) as driver:
        assert case.connection.api_url is not None
        yield Clerk(driver, case.connection.api_url)


def test_a_publishers_clerk_hands_in_a_corrected_draft_without_json(
    clerk: Clerk, case: Shown
) -> None:
    faults: dict[str, list[dict[str, Any]]] = {}

    def looked_at(page: str) -> None:
        if found := clerk.shut_out():
            faults[page] = found

    clerk.open("/")
    looked_at("sign-in")
    clerk.click(f"button[value='applicant:{IDENTITY['key']}']")
    assert "Ders kitabı incelemesi 2031-0042" in clerk.reads()
    assert "25 Mart 2031, saat 17.30" in clerk.reads()  # the first last day: that of an objection
    looked_at("work list")

    clerk.press("Ders kitabı incelemesi 2031-0042")
    assert "Düzeltme" in clerk.reads()
    clerk.one("details.term summary").click()
    assert "Başlangıç: 10 Mart 2031" in clerk.reads()  # why this date
    looked_at("case")

    clerk.press("Düzeltilmiş taslak")
    clerk.press("Ne olacağını göster")
    assert "Bu alan zorunludur." in clerk.reads()
    looked_at("form with faults")
    clerk.fill("Takım sayısı", "3")
    clerk.fill("Elektronik nüsha sayısı", "1")
    clerk.tick("Dilekçe")
    clerk.press("Ne olacağını göster")
    assert "Gönderirseniz" in clerk.reads()
    looked_at("dry run")
    clerk.click("#ahead button")
    assert "Kaydedildi" in clerk.reads()
    assert "Düzeltilmiş taslağın ön incelemesi" in clerk.reads()

    for page in ("/open/textbook-review", "/calendars", "/nowhere"):
        clerk.open(page)
        looked_at(page)
    clerk.open("/sign-in")
    clerk.click("button[value='operator:operator']")
    registers = ("/registers", "/registers/coefficients", "/registers/addresses/enter_address")
    for page in ("/overview", f"/cases/{case.case_id}", *registers):
        clerk.open(page)
        looked_at(page)
    clerk.driver.set_window_size(NARROW, 900)
    clerk.open("/")
    looked_at("work list, narrow")
    wide = clerk.driver.execute_script("return document.documentElement.scrollWidth")
    assert wide <= clerk.driver.execute_script("return window.innerWidth"), "it scrolls sideways"

    assert not faults, json.dumps(faults, ensure_ascii=False, indent=1)


OFFICER: Final = "district-directorate:ornek-district-directorate@ornek-ilce"


def test_an_agreement_officer_takes_an_agreement_from_signing_to_the_register(
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
