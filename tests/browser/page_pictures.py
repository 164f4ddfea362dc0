"""Make the pictures of the pages for the docs: ``python -m tests.browser.page_pictures FOLDER``.

From a stack that runs with its samples; ``VADE_HOME`` says in which folder, as for ``vade``.
"""

import base64
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from selenium.webdriver import Chrome

from starter.runtime.problem import StackProblem
from starter.runtime.settings import home, load
from tests.browser.screens import browser, missing

WIDTH: Final = 1200  # pixels
TALLEST: Final = 1400  # pixels
SIGNED_IN: Final = "preliminary-commission:o-1"
REPORT: Final = "/cases/textbook-review-ornek-4/acts/record_preliminary_report"


def pictures(where: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each picture, and the picture as PNG."""
    with browser(TALLEST) as driver:
        driver.set_window_size(WIDTH, TALLEST)
        driver.get(f"{where}/sign-in")
        yield "sign-in", _taken(driver)
        driver.find_element("css selector", f"button[value='{SIGNED_IN}']").click()
        yield "work-list", _taken(driver)
        for name, path in (
            ("case-page", "/cases/textbook-review-ornek-1"),
            ("overview", "/overview"),
            ("calendars", "/calendars"),
            ("register", "/registers/programmes"),
        ):
            driver.get(f"{where}{path}")
            yield name, _taken(driver)
        driver.get(f"{where}{REPORT}")
        for box in driver.find_elements("css selector", "input[type=radio][value=true]"):
            box.click()
        driver.find_element("css selector", ".sending .primary").click()
        yield "form", _taken(driver)


def _taken(driver: Chrome) -> bytes:
    height = driver.execute_script("return document.querySelector('main').scrollHeight") + 80
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": min(height, TALLEST), "scale": 1}
    asked = {"clip": clip, "captureBeyondViewport": True}
    said = driver.execute_cdp_cmd("Page.captureScreenshot", asked)
    return base64.b64decode(said["data"])


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
    assert connection.api_url is not None, "a stack that `vade up` runs has its door"
    for name, taken in pictures(connection.api_url):
        Path(sys.argv[1], f"{name}.png").write_bytes(taken)
    return 0


if __name__ == "__main__":
    sys.exit(main())
