"""How many cases a worker keeps at hand, and what no collection looks at."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from starter.runtime import memory
from starter.runtime.memory import CACHED, POOLS_SET, cached_cases
from starter.runtime.problem import StackProblem

GIB = 1024**3
QUEUES = 4


@pytest.mark.parametrize(("has", "cases"), [(GIB // 8, 100), (4 * GIB, 2048), (64 * GIB, 10_000)])
def test_a_quarter_of_the_memory_is_for_cases_of_all_queues_within_bounds(
    monkeypatch: pytest.MonkeyPatch, has: int, cases: int
) -> None:
    monkeypatch.setattr(memory, "memory", lambda: has)
    assert cached_cases(QUEUES, {}) == cases


def test_a_setting_holds_whatever_the_memory() -> None:
    assert cached_cases(QUEUES, {CACHED: "7000"}) == 7000


@pytest.mark.parametrize("said", ["", "0", "-5", "many"])
def test_what_is_no_number_of_cases_is_refused(said: str) -> None:
    with pytest.raises(StackProblem, match=CACHED):
        cached_cases(QUEUES, {CACHED: said})


@pytest.mark.parametrize("limit", ["max\n", "99999999999999999\n"])
def test_a_container_without_a_limit_of_its_own_has_the_machines_memory(
    tmp_path: Path, limit: str
) -> None:
    told = tmp_path / "memory.max"
    told.write_text(limit)
    assert memory.memory(told) == memory.memory(tmp_path / "none") == psutil.virtual_memory().total


def test_a_container_has_what_it_may_use(tmp_path: Path) -> None:
    told = tmp_path / "memory.max"
    told.write_text("268435456\n")
    assert memory.memory(told) == GIB // 4


def test_what_is_loaded_is_left_out_of_collections() -> None:
    script = (
        "import gc; from starter.runtime.memory import settle; settle();"
        "print(gc.get_freeze_count() > 10_000, len(gc.get_objects()) < 1_000)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "True True\n"


@pytest.mark.skipif(sys.platform != "linux", reason="pools are glibc's")
@pytest.mark.parametrize(("said", "pools"), [(None, 2), ("4", 4)])
def test_threads_share_two_pools_unless_an_operator_has_said_how_many(
    said: str | None, pools: int
) -> None:
    script = (
        "import ctypes, threading; from starter.runtime.memory import share_pools; share_pools()\n"
        "libc, all_here = ctypes.CDLL(None), threading.Barrier(9)\n"
        "libc.malloc.restype, libc.fopen.restype = ctypes.c_void_p, ctypes.c_void_p\n"
        "def work(): libc.malloc(100_000); all_here.wait()\n"
        "for _ in range(8): threading.Thread(target=work).start()\n"
        "all_here.wait()\n"
        "told = ctypes.c_void_p(libc.fopen(b'/dev/stdout', b'w'))\n"
        "libc.malloc_info(0, told); libc.fclose(told)\n"
    )
    environ = {k: v for k, v in os.environ.items() if k != POOLS_SET}
    environ |= {} if said is None else {POOLS_SET: said}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.count("<heap nr=") == pools
