"""What people read of the exit codes of ``vade``, and wrong usage, which is one of them."""

import os
from typing import Final

EXIT_CODES: Final = """Exit codes:

0  done

1  a check failed, or the law (or the case) refused: the reasons name their rules

2  wrong usage, or the stack has a problem

3  no such case or term

4  received and dated, but the case is out of reach: it is delivered later
"""

DEBUG: Final = "VADE_DEBUG"


class Usage(ValueError):
    """What was typed cannot be meant (exit code 2)."""


def debugging() -> bool:
    """Return whether trace-backs are wanted."""
    return os.environ.get(DEBUG, "") not in {"", "0"}
