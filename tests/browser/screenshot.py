"""Make the picture of a case for the README: ``python -m tests.browser.screenshot FILE [CASE]``.

From the User Metadata page of a stack that runs with its samples; ``VADE_HOME`` says in which
folder, as it does for ``vade``.
"""

import base64
import sys
from pathlib import Path
from typing import Final

from starter.embedded.samples import SAMPLES
from starter.runtime.problem import StackProblem
from starter.runtime.settings import home, load
from tests.browser.screens import Screens, browser, missing

HEIGHT: Final = 1200  # pixels of the window, its frame included
MARGIN: Final = 24  # pixels

# The page without the UI's own menus: from below the top bar to the end of the details.
CONTENT: Final = """
const top = document.querySelector("[data-testid='back-to-workflows']").getBoundingClientRect();
const end = document.querySelector("#user-metadata-current-details").getBoundingClientRect();
return [top.left - arguments[0], top.top - arguments[0],
        end.right + arguments[0], end.bottom + arguments[0]];
"""


def picture(case_id: str, vade_dir: Path) -> bytes:
    """Return the picture of a case, as PNG.

    Raises:
        StackProblem: No stack runs in that folder.
    """
    with browser(HEIGHT) as driver:
        screens = Screens(driver, load(vade_dir))
        screens.open(case_id)
        screens.metadata()
        left, top, right, bottom = driver.execute_script(CONTENT, MARGIN)
        clip = {"x": left, "y": top, "width": right - left, "height": bottom - top, "scale": 1}
        taken = driver.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip})
    return base64.b64decode(taken["data"])


def main() -> int:
    """Take the picture and write it."""
    if not 2 <= len(sys.argv) <= 3 or missing():
        sys.stderr.write(f"{missing() or __doc__}\n")
        return 2
    case_id = sys.argv[2] if len(sys.argv) == 3 else SAMPLES[0].case_id
    try:
        Path(sys.argv[1]).write_bytes(picture(case_id, home()))
    except StackProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
