"""A real browser on the Temporal UI, and what an operator reads on the pages of a case.

Parts of a page are found by the marks that the UI carries for tests, not by its wording.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar
from urllib.parse import unquote

from selenium.common.exceptions import (
    NoSuchElementException,
    NoSuchFrameException,
    StaleElementReferenceException,
)
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from starter.runtime.settings import Connection

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
DRIVER: Final = "chromedriver"
PATIENCE: Final = 30.0  # seconds; the UI is a large program, and the cores are shared
POLL: Final = 0.1  # seconds
WIDTH: Final = 1500  # pixels
UNROLLED: Final = 10_000
"""Pixels of height in which no page has to be scrolled: the UI draws visible lines of JSON only."""

FLAGS: Final = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # a container's is small, and a full one ends the browser
    "--no-proxy-server",  # it visits this machine alone
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
)

T = TypeVar("T")


def missing() -> str:
    """Say what to install before a browser can be driven; empty when all is there."""
    lacking = [] if _program(*BROWSERS) else [" or ".join(BROWSERS)]
    lacking += [] if _program(DRIVER) else [DRIVER]
    if not lacking:
        return ""
    return (
        f"not on PATH: {', '.join(lacking)}; install them (Debian: apt-get install chromium "
        "chromium-driver)"
    )


def _program(*names: str) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)


@contextmanager
def browser(height: int = UNROLLED) -> Iterator[Chrome]:
    """Run a browser that shows nothing on this machine's own screen.

    Args:
        height: Of the window, in pixels.
    """
    options = ChromeOptions()
    # named, or selenium would look for a browser and a driver to download
    options.binary_location = _program(*BROWSERS) or ""
    service = Service(_program(DRIVER))
    # Chromium's sandbox refuses to run for root
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    for flag in (*FLAGS, *root, f"--window-size={WIDTH},{height}"):
        options.add_argument(flag)
    driver = Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


class Screens:
    """The Temporal UI of one stack, in one browser."""

    def __init__(self, driver: Chrome, connection: Connection) -> None:
        assert connection.ui_url is not None, "the embedded server has a UI"
        self.driver = driver
        self._first = f"{connection.ui_url.rstrip('/')}/"
        self._cases = f"{self._first}namespaces/{connection.namespace}/workflows"

    # -- pages ---------------------------------------------------------------------------------

    def land(self) -> list[str]:
        """Come in by the first page; return the columns of the cases."""
        self.driver.get(self._first)

        def columns() -> list[str] | None:
            heads = [head.text for head in self._all("[data-testid=maximizable-table-view] th")]
            filled = self._all("[data-testid=maximizable-table-view] tbody td a")
            return heads if filled and "Workflow ID" in heads else None

        return self._until(columns)

    def kept(self) -> list[str]:
        """Return the lists that this browser keeps."""
        self._marked("saved-views-button").click()
        # as they stand in the page: the menu is still fading in
        return self._until(
            lambda: (
                [
                    str(view.get_property("textContent")).strip()
                    for view in self._all("[data-view-item]")
                ]
                or None
            )
        )

    def offers(self, action: str) -> bool:
        """Whether a case's page lets somebody press the button that says this."""
        named = f"//button[normalize-space()='{action}']"
        return self._until(lambda: self.driver.find_element("xpath", named)).is_enabled()

    def open(self, case_id: str) -> None:
        """Open the page of a case; its tabs are then there."""
        self.driver.get(f"{self._cases}/{case_id}")
        self._marked("user-metadata-tab")

    def metadata(self) -> tuple[list[str], list[str]]:
        """Go to User Metadata; return the lines of the summary and of the current details."""
        self._tab("user-metadata")
        return self._framed("user-metadata-summary"), self._framed("user-metadata-current-details")

    def search_attributes(self) -> dict[str, Any]:
        """Go to Search Attributes; return them."""
        self._tab("search-attributes")
        return self._json()

    def view(self) -> dict[str, Any]:
        """Go to Queries and run the first one offered, which is ``view``; return its answer."""
        self._tab("queries")
        offered = self._until(lambda: self._one("[data-testid=query-select]"))
        assert offered.get_property("value") == "view"
        run = "//*[@data-testid='query-input']/following::button[@data-variant='primary'][1]"
        self._until(lambda: self.driver.find_element("xpath", run)).click()
        return self._json()

    def compact(self, until: str) -> list[str]:
        """Go to Event History, Compact; return what its rows say, the newest first.

        Args:
            until: What has to be there: the page fills while it is looked at.
        """
        self._tab("history")
        self._marked("compact").click()

        def rows() -> list[str]:
            found = [row.text for row in self._all("table tbody tr")]
            return found if any(until in row for row in found) else []

        return self._until(rows)

    def listed(self, url: str) -> list[str]:
        """Open the address of a list; return the IDs of the cases on it."""
        self.driver.get(url)

        def cases() -> tuple[list[str]] | None:
            table = self._one("[data-testid=maximizable-table-view]")
            rows = table.find_elements("css selector", "tbody tr")
            nothing = table.find_elements("css selector", "[aria-live=polite] h2")
            count = self._one("[data-testid=workflow-count]").text
            # a table that is still being filled is empty as well, but does not say so
            if count != str(len(rows)) or bool(rows) == bool(nothing):
                return None
            return ([row.find_element("css selector", "td a").text.strip() for row in rows],)

        return self._until(cases)[0]

    def source(self) -> str:
        """Return all there is on this page, hidden parts and frames too."""
        found = [unquote(self.driver.page_source)]
        for frame in self._all("iframe"):
            self.driver.switch_to.frame(frame)
            found.append(self.driver.page_source)
            self.driver.switch_to.default_content()
        return "\n".join(found)

    # -- parts of a page -----------------------------------------------------------------------

    def _tab(self, name: str) -> None:
        self._marked(f"{name}-tab").click()

    def _marked(self, mark: str) -> WebElement:
        """Return the visible part with a mark; for narrow windows the UI holds some parts twice."""
        return self._until(
            lambda: next(filter(WebElement.is_displayed, self._all(f"[data-testid='{mark}']")))
        )

    def _framed(self, name: str) -> list[str]:
        """Return the lines in a frame: that is where the UI shows Markdown."""

        def lines() -> list[str]:
            self.driver.switch_to.default_content()
            self.driver.switch_to.frame(name)
            return self._one("body").text.splitlines()

        found = self._until(lines)
        self.driver.switch_to.default_content()
        return found

    def _json(self) -> dict[str, Any]:
        def value() -> Any:
            shown = [part.text for part in self._all(".cm-content[contenteditable=false]")]
            return json.loads(next(filter(None, shown)))

        found: dict[str, Any] = self._until(value)
        return found

    def _one(self, selector: str) -> WebElement:
        return self.driver.find_element("css selector", selector)

    def _all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements("css selector", selector)

    def _until(self, condition: Callable[[], T | None]) -> T:
        """Look until something is there, and return it."""
        wait = WebDriverWait(
            self.driver, PATIENCE, poll_frequency=POLL, ignored_exceptions=_NOT_YET
        )
        found = wait.until(lambda _: condition())
        assert found is not None, "it waits for more than nothing"
        return found


_NOT_YET: Final = (
    NoSuchElementException,
    NoSuchFrameException,
    StaleElementReferenceException,
    StopIteration,
    json.JSONDecodeError,
)
"""A page that is still being drawn."""
