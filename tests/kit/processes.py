"""Ending processes of the product from outside."""

from collections.abc import Iterable
from contextlib import suppress

import psutil


def kill_all(processes: Iterable[psutil.Process]) -> None:
    """Kill every one with SIGKILL; one that has ended by itself meanwhile is ended as well."""
    for each in processes:
        with suppress(psutil.NoSuchProcess):
            each.kill()
