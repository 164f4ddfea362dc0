"""Make the pictures of the docs: ``python -m tests.browser.page_pictures FOLDER``.

From a stack that runs with samples nobody has touched; ``VADE_HOME`` says in which folder, as for
``vade``. What docs/tutorial.md does on the pages is done here in its order, so the pictures show
its steps, and there are none where a step no longer leads on.
"""

import base64
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from selenium.webdriver import Chrome
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

from starter.runtime.problem import StackProblem
from starter.runtime.settings import Connection, home, load
from tests.browser.screens import PATIENCE, POLL, Screens, browser, missing
from tests.browser.screens import WIDTH as UI_WIDTH

WIDTH: Final = 1200  # pixels
TALLEST: Final = 1400  # pixels
DRAWN: Final = 3.0  # seconds; nothing says when a browser has drawn a PDF
TALL: Final = 900  # pixels, of a list in the Temporal UI
MARGIN: Final = 24  # pixels

DRAFT: Final = "textbook-review-ornek-4"
ASSIGNED: Final = "textbook-review-ornek-3"
COURSE: Final = "course-ornek-2"
PEOPLE: Final = {
    "commission": "preliminary-commission:o-1",
    "branch": "books-branch:ornek-books-branch",
    "presidency": "presidency:ornek-presidency",
    "publisher": "applicant:ornek-yayin-3",
    "branch manager": "branch-manager:ornek-branch-manager@ORNEK-ILCE",
    "district director": "district-director:ornek-district-director@ORNEK-ILCE",
    "principal": "principal:ornek-mudur@ORNEK-KURS",
    "operator": "operator:operator",
}

# The Temporal UI without its menus: from below the top bar to the end of the details.
CONTENT: Final = """
const top = document.querySelector("[data-testid='back-to-workflows']").getBoundingClientRect();
const end = document.querySelector("#user-metadata-current-details").getBoundingClientRect();
return [top.left - arguments[0], top.top - arguments[0],
        end.right + arguments[0], end.bottom + arguments[0]];
"""


class Tour:
    """Somebody who goes through the pages, as one person after the other."""

    def __init__(self, driver: Chrome, where: str) -> None:
        self._driver = driver
        self._where = where

    def sign_in(self, person: str) -> None:
        """Go on as somebody else."""
        self.open("/sign-in")
        self._click(f"button[value='{PEOPLE[person]}']")

    def open(self, path: str) -> None:
        """Go to an address."""
        self._driver.get(f"{self._where}{path}")

    def fill_in(self, case_id: str, act: str, **fields: str) -> None:
        """Fill in a form, every yes-or-no question with yes, and look at what would follow."""
        self.open(f"/cases/{case_id}/acts/{act}")
        for box in self._driver.find_elements("css selector", "input[type=radio][value=true]"):
            box.click()
        for name, said in fields.items():
            self._driver.find_element("css selector", f"[name='{name}']").send_keys(said)
        self._click(".sending .primary")
        self._driver.find_element("id", "ahead")

    def send(self) -> None:
        """Send what has just been looked at."""
        self._click("#ahead button")
        assert "Kaydedildi" in self._driver.find_element("css selector", "main").text

    def letter(self, case_id: str) -> bytes:
        """Open the first official letter of a case; return its page as PNG."""
        self.open(f"/cases/{case_id}")
        letter = self._driver.find_element("css selector", "td.number + td a")
        self._driver.get(f"{letter.get_attribute('href')}#toolbar=0&view=FitH")
        time.sleep(DRAWN)
        return base64.b64decode(self._driver.get_screenshot_as_base64())

    def _click(self, selector: str) -> None:
        element = self._driver.find_element("css selector", selector)
        element.click()
        WebDriverWait(self._driver, PATIENCE, poll_frequency=POLL).until(staleness_of(element))

    def picture(self) -> bytes:
        """Return the page as PNG, its lower end cut off."""
        high = self._driver.execute_script("return document.querySelector('main').scrollHeight")
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": min(high + 80, TALLEST), "scale": 1}
        return _taken(self._driver, clip)


def draft_pictures(tour: Tour) -> Iterator[tuple[str, bytes]]:
    """Take a draft through its preliminary review into the sealed envelope."""
    tour.sign_in("commission")
    yield "work-list", tour.picture()
    tour.fill_in(DRAFT, "record_preliminary_report", report_no="OI-4")
    yield "form", tour.picture()
    tour.send()
    tour.open("/calendars")
    yield "calendars", tour.picture()
    tour.sign_in("branch")
    tour.fill_in(
        DRAFT, "hand_over_to_directorate", anonymity_code="K7-0004", sealed_envelope_no="MZ-4"
    )
    tour.send()
    tour.sign_in("publisher")
    tour.open(f"/cases/{DRAFT}")
    yield "publisher", tour.picture()
    tour.sign_in("presidency")
    yield "letter", tour.letter(ASSIGNED)


def course_pictures(tour: Tour) -> Iterator[tuple[str, bytes]]:
    """Take a course through its approvals."""
    tour.sign_in("branch manager")
    tour.fill_in(COURSE, "decide_approval")
    yield "approval", tour.picture()
    tour.send()
    tour.sign_in("district director")
    tour.fill_in(COURSE, "decide_approval")
    tour.send()
    tour.sign_in("principal")
    tour.open(f"/cases/{COURSE}")
    yield "course", tour.picture()


def overview_pictures(tour: Tour) -> Iterator[tuple[str, bytes]]:
    """Look at what those see who keep the whole."""
    tour.sign_in("operator")
    for name, path in (
        ("case-page", "/cases/textbook-review-ornek-1"),
        ("overview", "/overview"),
        ("register", "/registers/programmes"),
    ):
        tour.open(path)
        yield name, tour.picture()


def operators_pictures(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Look at the Temporal UI as an operator comes in, and at the draft there."""
    with browser(TALL) as driver:
        here = {"timezoneId": "Europe/Istanbul"}
        driver.execute_cdp_cmd("Emulation.setTimezoneOverride", here)
        screens = Screens(driver, connection)
        screens.land()
        yield "desk", base64.b64decode(driver.get_screenshot_as_base64())
        driver.set_window_size(UI_WIDTH, TALLEST)
        screens.open(DRAFT)
        screens.metadata()
        left, top, right, end = driver.execute_script(CONTENT, MARGIN)
        clip = {"x": left, "y": top, "width": right - left, "height": end - top, "scale": 1}
        yield "case", _taken(driver, clip)


def pictures(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each picture, and the picture as PNG."""
    assert connection.api_url is not None, "a stack that `vade up` runs has its door"
    with browser(TALLEST) as driver:
        driver.set_window_size(WIDTH, TALLEST)
        tour = Tour(driver, connection.api_url)
        yield from draft_pictures(tour)
        yield from course_pictures(tour)
        yield from overview_pictures(tour)
    yield from operators_pictures(connection)


def _taken(driver: Chrome, clip: dict[str, float]) -> bytes:
    asked = {"clip": clip, "captureBeyondViewport": True}
    return base64.b64decode(driver.execute_cdp_cmd("Page.captureScreenshot", asked)["data"])


def main() -> int:
    """Take the pictures and write them."""
    if len(sys.argv) != 2 or missing():
        sys.stderr.write(f"{missing() or __doc__}\n")
        return 2
    try:
        connection = load(home())
    except StackProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    for name, taken in pictures(connection):
        Path(sys.argv[1], f"{name}.png").write_bytes(taken)
    return 0


if __name__ == "__main__":
    sys.exit(main())
