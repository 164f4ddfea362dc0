"""The arithmetic of the bench: rounds to figures, figures to a table with its targets.

Ratios are taken round by round and their median is shown: what the machine does meanwhile hits all
contenders of a round alike.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Any, Final

from tests.bench.meters import Reading

Figures = Mapping[str, float]
Rounds = Mapping[str, Sequence[Figures]]
"""Of each contender, the figures of each round."""

PRODUCT: Final = "Vade"
FLOOR: Final = "SDK"
DOOR: Final = "SDK + receipts"
PEER: Final = "DBOS"
MS: Final = 1000.0


def line(title: str, figure: str, *, reached: bool | None = None, target: str = "") -> None:
    """Print one figure, and its target."""
    mark = {True: "✓ ", False: "✗ ", None: ""}[reached]
    sys.stdout.write(f"{title:44}{figure:>24}   {mark}{target}".rstrip() + "\n")
    sys.stdout.flush()


def quantile(values: Sequence[float], share: float) -> float:
    """Return a quantile by nearest rank.

    >>> quantile([3.0, 1.0, 2.0, 4.0], 0.5)
    3.0
    >>> quantile([1.0], 0.95)
    1.0
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def in_a_row(
    played: Mapping[str, Any], before: Reading, after: Reading, idle: Figures
) -> dict[str, float]:
    """Return the figures of a round of one case after the other.

    An opening of Vade's has been answered, one of the floor's waits for nobody: until the first
    command has been answered as well, all have done the same.
    """
    took, openings = [seconds for _, seconds in played["commands"]], played["openings"]
    firsts = took[:: len(took) // len(openings)]
    return {
        "wall": mean(played["walls"]) * MS,
        "opening": mean(openings) * MS,
        "first answer": (mean(openings) + mean(firsts)) * MS,
        "p50": median(took) * MS,
        "p95": quantile(took, 0.95) * MS,
        **{name: spent / len(took) for name, spent in used(before, after, idle).items()},
    }


def at_once(played: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures of a round of many cases at once."""
    took = [seconds for _, seconds in played["commands"]]
    return {
        "throughput": len(played["walls"]) / played["elapsed"],
        "p50 at once": median(took) * MS,
        "p95 at once": quantile(took, 0.95) * MS,
    }


def used(before: Reading, after: Reading, idle: Figures) -> dict[str, float]:
    """Return what was used between two readings, beyond what is used when nothing happens."""
    still = after.at - before.at
    spent = {
        "worker CPU": (after.worker_cpu - before.worker_cpu) * MS,
        "client CPU": (after.client_cpu - before.client_cpu) * MS,
        "server CPU": (after.server_cpu - before.server_cpu) * MS,
        "database CPU": (after.database_cpu - before.database_cpu) * MS,
        "commits": after.commits - before.commits,
    }
    return {name: value - idle.get(name, 0.0) * still for name, value in spent.items()}


def at_rest(before: Reading, after: Reading) -> dict[str, float]:
    """Return what is used each second when nothing happens."""
    still = after.at - before.at
    return {name: value / still for name, value in used(before, after, {}).items()}


@dataclass(frozen=True)
class Target:
    """What a figure of Vade's must reach."""

    figure: str
    bound: float
    than: str | None = None
    """A contender whose figure the bound multiplies; none: the bound is the figure itself."""
    at_least: bool = False

    def said(self) -> str:
        """Say it in a few signs."""
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.bound:g}" + (f" × {self.than}" if self.than else "")

    def reached(self, rounds: Rounds) -> bool | None:
        """Say whether it is reached; none where it was not measured."""
        found = value(rounds, self.figure, self.than)
        if found is None:
            return None
        return found >= self.bound if self.at_least else found <= self.bound


TARGETS: Final = (
    Target("wall", 1.25, DOOR),
    Target("wall", 1.0, PEER),
    Target("opening", 4.0, DOOR),
    Target("p50", 1.25, DOOR),
    Target("p50", 1.0, PEER),
    Target("p95", 1.3, DOOR),
    Target("throughput", 0.8, DOOR, at_least=True),
    Target("throughput", 1.0, PEER, at_least=True),
    Target("worker CPU", 14.0),
    Target("commits", 2.1),
    Target("memory", 120.0),
)

ROWS: Final = {
    "wall": "wall per case, ms",
    "opening": "  of it opening, ms",
    "first answer": "  to its first command's answer, ms",
    "p50": "command p50, ms",
    "p95": "command p95, ms",
    "throughput": "cases per second, at once",
    "p50 at once": "  command p50 then, ms",
    "p95 at once": "  command p95 then, ms",
    "worker CPU": "worker CPU per command, ms",
    "client CPU": "  client CPU, ms",
    "server CPU": "  Temporal's CPU, ms",
    "database CPU": "  PostgreSQL's CPU, ms",
    "commits": "write commits per command",
    "memory": "worker memory per cached case, kB",
}


def value(rounds: Rounds, figure: str, than: str | None = None) -> float | None:
    """Return the median of a figure of Vade's, or of its ratio to another's, round by round."""
    own = [each[figure] for each in rounds.get(PRODUCT, ()) if figure in each]
    if than is not None:
        others = [each[figure] for each in rounds.get(than, ()) if figure in each]
        own = [a / b for a, b in zip(own, others, strict=False) if b > 0] if others else []
    return median(own) if own else None


def table(rounds: Rounds) -> list[str]:
    """Return the table, a line for each figure: medians, ratios, targets."""
    names = list(rounds)
    lines = [f"{'median of ' + str(_most(rounds)):36}" + "".join(f"{name:>16}" for name in names)]
    lines[0] += "   targets"
    for figure, title in ROWS.items():
        cells = "".join(f"{_cell(rounds, name, figure):>16}" for name in names)
        lines.append(f"{title:36}{cells}   {_targets(rounds, figure)}".rstrip())
    return lines


def _most(rounds: Rounds) -> int:
    return max((len(each) for each in rounds.values()), default=0)


def _cell(rounds: Rounds, name: str, figure: str) -> str:
    found = [each[figure] for each in rounds[name] if figure in each]
    if not found:
        return "–"
    ratio = value(rounds, figure, name) if name != PRODUCT else None
    return f"{median(found):.3g}" + (f" (×{ratio:.2f})" if ratio is not None else "")


def _targets(rounds: Rounds, figure: str) -> str:
    marks = {True: "✓", False: "✗", None: "?"}
    wanted = (each for each in TARGETS if each.figure == figure)
    return "  ".join(f"{marks[each.reached(rounds)]} {each.said()}" for each in wanted)
