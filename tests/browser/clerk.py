"""Somebody in front of the pages: signs in, reads, fills in and sends, as people do."""

import json
from datetime import date
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.browser.screens import PATIENCE

AXE: Final = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
LOOK: Final = """
const [only, done] = arguments;
axe.run(document, {runOnly: only})
    .then(found => done(found.violations.map(one => ({
        id: one.id, impact: one.impact, where: one.nodes.map(node => node.html).slice(0, 3)}))));
"""
SCHEMES: Final = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "dark": {"type": "rule", "values": ["color-contrast"]},  # nothing else is another
}
"""What is looked at in each colour scheme."""
FIELD: Final = """
const [label, nth] = arguments;
const found = Array.from(document.querySelectorAll("main label[for]"))
    .filter(one => one.textContent.trim().replace(/\\s+/g, " ").startsWith(label))[nth];
return found ? document.getElementById(found.htmlFor) : null;
"""
MARK: Final = "window.left = true"
IS_NEXT: Final = "return !window.left && document.readyState === 'complete'"
"""Whether another page than the marked one is there, and whole."""
FILL: Final = "arguments[0].value = arguments[1]"
PAUSE: Final = 0.02  # seconds between looks at whether the next page has come
HEIGHT: Final = 900  # pixels
NARROW: Final = 390  # pixels: a telephone


class Clerk:
    """Somebody in front of the pages, who reads and clicks."""

    def __init__(self, driver: Chrome, where: str) -> None:
        self.driver = driver
        self._where = where
        self._faults: dict[str, list[dict[str, Any]]] = {}

    # -- from page to page ---------------------------------------------------------------------

    def open(self, path: str) -> None:
        """Go to an address."""
        self.driver.get(f"{self._where}{path}")

    def sign_in(self, role: str, who: str = "", at: str = "", *, back: str = "/") -> None:
        """Sign in as whom the page does not offer by itself, to come to a page."""
        self.open(f"/sign-in?back={back}")
        self.one("summary").click()
        self.choose("Görev", role)
        self.fill("Kişi veya kurum anahtarı", who)
        self.fill("Kurum kodu", at)
        self._follow(self.one("details .primary"))

    def click(self, selector: str) -> None:
        """Click what there is one of, and look at the next page."""
        self._follow(self.one(selector))

    def press(self, words: str) -> None:
        """Press the button or link that says this."""
        said = f"[normalize-space()='{words}']"
        self._follow(self.driver.find_element("xpath", f"//a{said} | //button{said}"))

    def _follow(self, element: WebElement) -> None:
        """Click, and wait until the next page has taken the place of this one."""
        self.driver.execute_script(MARK)
        element.click()
        wait = WebDriverWait(self.driver, PATIENCE, PAUSE, (WebDriverException,))
        wait.until(lambda _: self.driver.execute_script(IS_NEXT))

    def send(self) -> None:
        """Send what is filled in."""
        self.press("Gönder")
        assert "Kaydedildi" in self.reads(), self.reads()

    def try_and_send(self) -> None:
        """Have shown what would follow, then send it."""
        self.press("Ne olacağını göster")
        assert "Gönderirseniz" in self.reads(), self.reads()
        self.click("#ahead button")
        assert "Kaydedildi" in self.reads(), self.reads()

    # -- forms ---------------------------------------------------------------------------------

    def fill(self, label: str, value: str, nth: int = 0) -> None:
        """Write into the field of that label; of rows, into that of one."""
        self.driver.execute_script(FILL, self._labelled(label, nth), value)

    def date(self, label: str, day: date, nth: int = 0) -> None:
        """Write a day."""
        self.fill(label, day.isoformat(), nth)

    def choose(self, label: str, option: str, nth: int = 0) -> None:
        """Choose from the list of that label."""
        Select(self._labelled(label, nth)).select_by_visible_text(option)

    def says(self, label: str, nth: int = 0) -> str:
        """Return what stands in the field of that label."""
        return self._labelled(label, nth).get_attribute("value") or ""

    def _labelled(self, label: str, nth: int) -> WebElement:
        found: WebElement | None = self.driver.execute_script(FIELD, label, nth)
        assert found is not None, f"no field {label} ({nth}): {self.reads()}"
        return found

    def tick(self, label: str) -> None:
        """Tick the box of that label."""
        self.driver.find_element("xpath", f"//label[normalize-space()='{label}']/input").click()

    def answer(self, question: str, said: str = "Evet") -> None:
        """Answer yes or no to what a legend asks."""
        legend = f"//legend[starts-with(normalize-space(), '{question}')]"
        box = f"{legend}/..//label[normalize-space()='{said}']/input"
        self.driver.find_element("xpath", box).click()

    # -- reading -------------------------------------------------------------------------------

    def one(self, selector: str) -> WebElement:
        """Return a part of the page."""
        return self.driver.find_element("css selector", selector)

    @property
    def case_id(self) -> str:
        """The case of this page."""
        return urlsplit(self.driver.current_url).path.split("/")[2]

    def reads(self) -> str:
        """Return what the page says."""
        return self.one("main").text

    def opens(self, link: str) -> str:
        """Return what kind of document a link opens; the page stays open behind it."""
        page = self.driver.current_url
        self.driver.get(self._linked(link))
        kind = str(self.driver.execute_script("return document.contentType"))
        self.driver.get(page)
        return kind

    def _linked(self, said: str) -> str:
        found = self.driver.find_element("xpath", f"//a[starts-with(normalize-space(), '{said}')]")
        return found.get_attribute("href") or ""

    def look(self, page: str) -> None:
        """Keep in mind what keeps people out of this page."""
        if found := self.shut_out():
            self._faults[page] = found

    def shut_out(self) -> list[dict[str, Any]]:
        """Return what keeps people out of this page, by axe; in light and in dark."""
        found = []
        self.driver.execute_script(AXE)
        for scheme, only in SCHEMES.items():
            wanted = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", wanted)
            found += [
                {"scheme": scheme, **one} for one in self.driver.execute_async_script(LOOK, only)
            ]
        return found

    def fits(self, page: str) -> bool:
        """Whether the page fits a telephone, without scrolling sideways; it is looked at there."""
        size = {"width": NARROW, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.look(page)
        wide = self.driver.execute_script("return document.documentElement.scrollWidth")
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        return bool(wide <= NARROW)

    def nobody_shut_out(self) -> None:
        """Hold that no page that was looked at shuts anyone out."""
        assert not self._faults, json.dumps(self._faults, ensure_ascii=False, indent=1)
