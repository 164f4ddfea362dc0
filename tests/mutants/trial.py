"""Try mutants one by one, each in a process of its own, forked from one that has all tests loaded.

A run of the tests as they are shows first which of them reach which function; a mutant is tried by
those alone, the quickest first, until one fails. Runs in the copy that `tests.mutants.run` makes.
"""

import gc
import os
import sys
import time
from collections.abc import Iterable, Sequence
from functools import _lru_cache_wrapper
from inspect import getsourcefile, isfunction, unwrap
from math import ceil
from pathlib import Path
from typing import Any, Final

import pytest
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.runners.harness import TestRunner
from mutmut.state import state
from mutmut.utils.format_utils import mangled_name_from_mutant_name
from mutmut.workers.isolation import ForkRunner
from typing_extensions import override

from tests.mutants.planting import Mutant

UNREACHED: Final = 33
"""What mutmut returns for a mutant that no test reaches."""

ROOT: Final = str(Path(__file__).parents[2])


class Trial(TestRunner):
    """The tests of one pytest session, and what they said of each mutant: a pytest plugin."""

    __test__ = False

    def __init__(self, mutants: Sequence[Mutant], *, until: float, jobs: int) -> None:
        """Take the mutants in the order in which they are tried.

        Args:
            mutants: As many as may be; those that there is no time for are not tried.
            until: When no further one is begun, in seconds of `time.time`.
            jobs: How many are tried at the same time.
        """
        self.mutants, self.until, self.jobs = mutants, until, jobs
        self.items: dict[str, pytest.Item] = {}
        self.tried = 0
        self.survived: list[Mutant] = []
        self.unreached: set[Mutant] = set()
        """Those of the survivors that no test reaches."""
        self.failed = False

    @property
    def share(self) -> float:
        """Per cent of the mutants tried that were noticed."""
        return 100 * (self.tried - len(self.survived)) / self.tried

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests as they are, then for each mutant."""
        if session.testsfailed:
            raise session.Interrupted("tests could not be collected")
        self.items = {item.nodeid: item for item in session.items}
        self._see_what_they_reach()
        if not self.failed:
            self._try_all()
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take down that something failed."""
        self.failed = self.failed or report.failed

    def _see_what_they_reach(self) -> None:
        set_mutant_under_test("stats")
        known, caches = state(), _caches()
        for name, item in self.items.items():
            known._stats.clear()
            for cache in caches:
                cache.cache_clear()
            begun = time.perf_counter()
            self._run([item])
            known.duration_by_test[name] = time.perf_counter() - begun
            for function in known._stats:
                known.tests_by_mangled_function_name[function].add(name)
        for cache in caches:
            cache.cache_clear()
        set_mutant_under_test("")

    def _try_all(self) -> None:
        named = {mutant.name: mutant for mutant in self.mutants}
        runner = ForkRunner(self.jobs, self)

        def take_one() -> None:
            result = runner.wait_for_result()
            mutant = named[result.mutant_name]
            self.tried += 1
            if result.exit_code in {0, UNREACHED}:
                self.survived.append(mutant)
            if result.exit_code == UNREACHED:
                self.unreached.add(mutant)

        runner.startup()
        for mutant in self.mutants:
            while not runner.has_capacity():
                take_one()
            if time.time() > self.until:
                break
            sys.stdout.flush()
            tests = state().tests_by_mangled_function_name[
                mangled_name_from_mutant_name(mutant.name)
            ]
            seconds = sum(state().duration_by_test[test] for test in tests)
            runner.submit(mutant.name, list(tests), ceil(3 * seconds + 5), seconds)
        while runner.pending_count():
            take_one()
        runner.shutdown()

    @override
    def run_tests(self, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        """Return 1 as soon as a test fails, in a process that ends with it."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        try:
            return int(self._run([self.items[test] for test in tests]))
        except BaseException:  # noqa: BLE001 # it must not go on as the process that forked it
            return 1

    def _run(self, items: Sequence[pytest.Item]) -> bool:
        """Run tests until one fails; return whether one did."""
        for item, following in zip(items, (*items[1:], None), strict=True):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                break
        return self.failed


def _caches() -> list["_lru_cache_wrapper[Any]"]:
    """Return what functions of ours remember: a test must not be told what came out before."""
    found = [
        one
        for one in gc.get_objects()
        if isinstance(one, _lru_cache_wrapper) and isfunction(unwrap(one))
    ]
    return [one for one in found if (getsourcefile(unwrap(one)) or "").startswith(ROOT)]
