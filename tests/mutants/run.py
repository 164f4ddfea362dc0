"""Plant mutants in rules and stories and list those that no test notices: ``make mutants``.

They are planted and tried in a copy under ``build/mutants``; the source is not touched. This module
makes the copy and goes on as `tests.mutants.inside` of it.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
COPY: Final = ROOT / "build" / "mutants"
COPIED: Final = (
    *("workflows", "activities", "starter", "tests", "deploy", "docs", "examples"),
    *("pyproject.toml", "worker.py"),
)


def copied() -> None:
    """Make a fresh copy of all that the tests need."""
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    for name in COPIED:
        source, target = ROOT / name, COPY / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target)


if __name__ == "__main__":
    copied()
    os.chdir(COPY)
    os.execv(sys.executable, [sys.executable, "-m", "tests.mutants.inside", *sys.argv[1:]])  # noqa: S606 # this Python itself
