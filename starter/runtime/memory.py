"""What a worker keeps in its memory: how many cases, and what no collection has to look at."""

import ctypes
import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import psutil

from starter.runtime.problem import StackProblem

CACHED: Final = "VADE_CACHED_CASES"
"""How many cases of each task queue a worker keeps at hand; the others it reads when they act."""

EACH: Final = 128 * 1024
"""Bytes that a case at hand is given: most take a little less, one with a long history more."""

SHARE: Final = 4
"""One part in so many of the machine's memory is for cases."""

LEAST: Final = 100
MOST: Final = 10_000
"""Within which the machine's memory decides. Python looks through all that is at hand once many
cases have come to it, and nobody is answered meanwhile: beyond that it would take seconds."""

_CONTAINER: Final = Path("/sys/fs/cgroup/memory.max")

# After how many new objects the youngest are looked through, after how many such times the next,
# and after how many of those all. By Python's own a worker looks through all it has every hundred
# commands; what is loaded (a hundred thousand objects) and at hand (a thousand a case) stays.
_COLLECTED: Final = (2_000, 10, 25)

POOLS_SET: Final = "MALLOC_ARENA_MAX"
"""How many pools glibc takes memory from, as its own setting says it."""

_ARENA_MAX: Final = -8
"""What glibc's mallopt calls the number of its pools."""

_POOLS: Final = 2
"""Of these. By glibc's own two dozen threads would have one each, up to eight for every core, and
each would keep what is free in it: a fifth of what the cases at hand take."""


def cached_cases(queues: int, environ: Mapping[str, str] = os.environ) -> int:
    """Return how many cases of each of some task queues are kept at hand.

    Raises:
        StackProblem: The setting is no number of cases.
    """
    if (said := environ.get(CACHED)) is None:
        return min(MOST, max(LEAST, memory() // SHARE // EACH // queues))
    if not said.isdecimal() or int(said) == 0:
        raise StackProblem(
            f"{CACHED} is {said!r}.", "Set it to a number of cases, at least 1, or leave it out."
        )
    return int(said)


def memory(container: Path = _CONTAINER) -> int:
    """Return the bytes of memory that this machine has, or its container may use."""
    whole = int(psutil.virtual_memory().total)
    try:
        limit = container.read_text("ascii").strip()
    except OSError:
        return whole
    return min(whole, int(limit)) if limit.isdecimal() else whole


def share_pools() -> None:
    """Have all threads of this process take their memory from a few pools, where libc has them.

    To be called before there are threads. An operator's own setting holds.
    """
    if sys.platform != "linux" or POOLS_SET in os.environ:
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt is not None:
        mallopt(_ARENA_MAX, _POOLS)


def settle() -> None:
    """Leave what is loaded by now out of every later collection: it stays to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTED)
