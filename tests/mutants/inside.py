"""What `tests.mutants.run` does in the copy: plant, try, and say what no test noticed.

What there is no time for is left out. Mutants are tried in an order drawn by a seed from all files,
so that those that were tried speak for all.
"""

import argparse
import os
import random
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.mutants.planting import Key, Mutant, planted
from tests.mutants.trial import Trial

ROOT: Final = Path(__file__).parents[2]
EQUIVALENT: Final = Path(__file__).with_name("equivalent.toml")

PLACES: Final = {
    "agreement": ("rules/*.py", "story.py", "chapters/*.py"),
    "course": ("rules/*.py", "story.py", "chapters/*.py"),
    "education_tool": ("rules/*.py", "story.py", "chapters/*.py"),
    "ministry_year": ("rules/*.py", "story.py", "chapters/*.py"),
    "partnership": ("rules/*.py", "story.py"),
    "textbook_in_use": ("rules/*.py", "story.py", "chapters/*.py"),
    "textbook_law": ("*.py",),
    "textbook_review": ("rules/*.py", "story.py", "chapters/*.py"),
}
"""Where the rules, stories and chapters of each room lie."""

TEXTBOOKS: Final = tuple(
    f"tests/unit/{room}"
    for room in (
        "textbook_law",
        "textbook_review",
        "textbook_in_use",
        "education_tool",
        "ministry_year",
    )
)
"""One regulation in several rooms: what one of them has is also tested by the others."""

LEAST_SHARE: Final = 95
"""Per cent of the mutants that tests must notice."""


def sources(rooms: Iterable[str]) -> Iterator[str]:
    """Yield the files in which mutants are planted, from the root of the repository."""
    for room in rooms:
        for place in PLACES[room]:
            found = sorted((ROOT / "workflows" / room).glob(place))
            yield from (path.relative_to(ROOT).as_posix() for path in found)


def equivalents() -> dict[Key, str]:
    """Return the mutants that change nothing, each with the reason why."""
    stated = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("mutant", [])
    return {(one["file"], one["in"], one["before"], one["after"]): one["why"] for one in stated}


def tests_of(room: str) -> tuple[str, ...]:
    """Return the folders whose tests are asked to notice a mutant of a room."""
    here = f"tests/unit/{room}"
    return TEXTBOOKS if here in TEXTBOOKS else (here,)


def plant(rooms: Iterable[str]) -> list[Mutant]:
    """Plant all mutants, and return them in the order of the files."""
    mutants: list[Mutant] = []
    for file in sources(rooms):
        path = ROOT / file
        code, found = planted(file, path.read_text(encoding="utf-8"))
        path.write_text(code, encoding="utf-8")
        mutants += found
    return mutants


def survivors(trial: Trial) -> Iterator[str]:
    """Yield what each mutant looks like that no test noticed, and how many there are in a file."""
    left = sorted(trial.survived, key=lambda mutant: (mutant.file, mutant.line))
    for mutant in left:
        unreached = ", which no test reaches" if mutant in trial.unreached else ""
        yield f"{mutant.file}:{mutant.line} in {mutant.function}{unreached}"
        yield f"  - {mutant.before}\n  + {mutant.after}"
    for file, count in Counter(mutant.file for mutant in left).most_common():
        yield f"{count:4} survived in {file}"


def verdict(trial: Trial, *, seed: int, known: int) -> Iterator[str]:
    """Yield the figures of a trial."""
    drawn = f", drawn by seed {seed}" if trial.tried < len(trial.mutants) else ""
    yield f"planted {len(trial.mutants)}, besides {known} known to change nothing"
    yield f"tried {trial.tried}{drawn}"
    left = len(trial.survived)
    yield f"killed {trial.tried - left}, survived {left}: {trial.share:.1f} % killed"
    yield f"at least {LEAST_SHARE} % are asked for"


def tried(rooms: Sequence[str], *, seed: int, minutes: float, jobs: int) -> int:
    """Plant and try mutants; return 0 where enough of them were noticed."""
    until = time.time() + 60 * minutes
    known = equivalents()
    mutants = plant(rooms)
    unknown = [mutant for mutant in mutants if mutant.key not in known]
    random.Random(seed).shuffle(unknown)  # noqa: S311 # a draw, no secret
    trial = Trial(unknown, until=until, jobs=jobs)
    quiet = ("-qq", "-s", "--no-header", "--no-summary", "-p", "no:cacheprovider")
    folders = dict.fromkeys(folder for room in rooms for folder in tests_of(room))
    code = pytest.main([*quiet, *folders], plugins=[trial])
    if code or trial.failed or not trial.tried:
        sys.stderr.write("no mutant was tried: the tests fail as they are, or take all the time\n")
        return 2
    lines = (*survivors(trial), *verdict(trial, seed=seed, known=len(mutants) - len(unknown)))
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
    return int(trial.share < LEAST_SHARE)


def main() -> int:
    """Read the command line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--process", choices=PLACES, help="one room of workflows/; else all")
    asked.add_argument("--minutes", type=float, default=20, help="when no further one is begun")
    asked.add_argument("--seed", type=int, default=time.time_ns() % 10_000, help="of the order")
    asked.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    args = asked.parse_args()
    rooms = [args.process] if args.process else list(PLACES)
    return tried(rooms, seed=args.seed, minutes=args.minutes, jobs=args.jobs)


if __name__ == "__main__":
    sys.exit(main())
