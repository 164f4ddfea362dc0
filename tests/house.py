"""Draw the house from its imports: `make map` writes the picture into ARCHITECTURE.md.

A room is a folder of modules, or a module that stands alone. Its floor is one above the highest
room it imports from, so every arrow points down; two rooms that import each other stand on none.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import grimp

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "ARCHITECTURE.md"
BEGIN: Final = "<!-- drawn by `make map` -->"
END: Final = "<!-- end of the drawing -->"
PACKAGES: Final = ("workflows", "activities", "starter")

Arrows = Mapping[str, frozenset[str]]
"""Room to the rooms that it imports from."""


class Circle(Exception):
    """Rooms or modules that import each other, named in a row."""


@cache
def imports() -> Arrows:
    """Return each module of the product with the modules of the product that it imports."""
    graph = grimp.build_graph(*PACKAGES)
    return {
        module: frozenset(graph.find_modules_directly_imported_by(module))
        for module in sorted(graph.modules)
    }


def room_of(module: str) -> str:
    """Return the room of a module: two levels deep, three within the kernel.

    >>> room_of("workflows.kernel.law.term"), room_of("starter.cli.work.acting")
    ('workflows.kernel.law', 'starter.cli')
    """
    depth = 3 if module.startswith("workflows.kernel.") else 2
    return ".".join(module.split(".")[:depth])


def rooms(arrows: Arrows) -> Arrows:
    """Return the arrows between rooms; a package that holds only rooms is none itself."""
    found: dict[str, set[str]] = {}
    for module, targets in arrows.items():
        if module in {*PACKAGES, "workflows.kernel"}:
            continue
        here = found.setdefault(room_of(module), set())
        here |= {room_of(target) for target in targets} - {room_of(module)}
    return {room: frozenset(targets & found.keys()) for room, targets in found.items()}


def floors(arrows: Arrows) -> dict[str, int]:
    """Return the floor of each room; the lowest is 0.

    Raises:
        Circle: Some import each other.
    """
    known: dict[str, int] = {}

    def climb(room: str, way: tuple[str, ...]) -> int:
        if room in way:
            raise Circle(" -> ".join((*way[way.index(room) :], room)))
        if room not in known:
            below = (climb(target, (*way, room)) for target in sorted(arrows[room]))
            known[room] = 1 + max(below, default=-1)
        return known[room]

    for room in arrows:
        climb(room, ())
    return known


def direct(arrows: Arrows) -> Arrows:
    """Leave out each arrow that a longer way down makes plain."""

    @cache
    def reached(room: str) -> frozenset[str]:
        return arrows[room].union(*(reached(target) for target in arrows[room]))

    return {
        room: targets - frozenset().union(*(reached(target) for target in targets))
        for room, targets in arrows.items()
    }


def drawing() -> str:
    """Return the picture: floors from the top, each room with those right below it."""
    return "\n".join((BEGIN, "```", *_lines(), "```", END))


def _lines() -> Iterator[str]:
    arrows = rooms(imports())
    floor, nearest = floors(arrows), direct(arrows)
    width = max(map(len, arrows))
    for height in sorted(set(floor.values()), reverse=True):
        for room in sorted(room for room in arrows if floor[room] == height):
            below = " ".join(sorted(nearest[room]))
            yield f"{height:2}  {room:{width}}  {'→ ' + below if below else ''}".rstrip()


def redrawn(page: str) -> str:
    """Return a page with the picture in it as the code is now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + drawing() + after


if __name__ == "__main__":
    PAGE.write_text(redrawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(drawing() + "\n")
