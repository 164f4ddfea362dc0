"""Where a bench keeps its stack, and how it ends."""

import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from starter.embedded.place import remove
from starter.runtime.event_loop import serve_in_loop


@contextmanager
def own_home() -> Iterator[Path]:
    """Name a folder that nobody else uses; whatever is in it is gone afterwards."""
    home = Path(tempfile.gettempdir()) / f"vade-bench-{secrets.token_hex(4)}"
    try:
        yield home
    finally:
        remove(home)


def run(main: Callable[[], Coroutine[Any, Any, int | None]]) -> NoReturn:
    """Run a bench, and end with the code that it returns."""
    code = serve_in_loop(main())
    sys.stdout.flush()
    os._exit(code or 0)  # temporalio's core may still be logging while Python ends
