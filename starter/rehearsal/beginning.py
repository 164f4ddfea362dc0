"""Beginnings: what the scenarios of a folder have in common stands in one file.

A scenario names it, ``extends: _filed.yaml``. Then its mappings are merged over those of that file,
its steps follow the steps there, and whatever else it says takes the place of what is said there.
A beginning extends nothing: what comes before a scenario stands in one file and not in a chain.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from starter.rehearsal.sheet import Place, Sheet, Spot

EXTENDS: Final = "extends"
_STEPS: Final = "steps"
_MARK: Final = "_"


class Unextendable(ValueError):
    """What a file extends gives it no beginning; the text says why and what to do."""

    def __init__(self, spot: Spot, message: str) -> None:
        super().__init__(f"{EXTENDS}: {message}")
        self.spot = spot


def gives_beginning(path: Path) -> bool:
    """Whether a file only gives others their beginning: its name begins with ``_``."""
    return path.name.startswith(_MARK)


def begun(own: Sheet, read: Callable[[Path], Sheet]) -> Sheet:
    """Return what a file says together with the beginning that it extends, if it extends one.

    Raises:
        Unextendable: There is no such file, or it extends one itself.
    """
    if not isinstance(own.content, dict) or EXTENDS not in own.content:
        return own
    beginning = read(_named(own))
    if not isinstance(beginning.content, dict):
        raise Unextendable(beginning.spot(()), "a beginning says key: value, as a scenario does")
    if EXTENDS in beginning.content:
        raise Unextendable(
            beginning.spot((EXTENDS,)),
            f"{own.file} extends this file, so it extends none itself: copy here what it "
            f"takes from {beginning.content[EXTENDS]}, and take this line out",
        )
    return _merged(beginning, own)


def _named(own: Sheet) -> Path:
    """The file that is extended."""
    name, spot = own.content[EXTENDS], own.spot((EXTENDS,))
    if not isinstance(name, str) or not name.startswith(_MARK) or Path(name).name != name:
        raise Unextendable(
            spot, f"{name!r} is not a file of this folder whose name begins with _: _filed.yaml"
        )
    if own.file is None:
        raise Unextendable(
            spot, f"a text outside any folder has no {name} beside it: save it as a file"
        )
    path = own.file.with_name(name)
    if not path.is_file():
        there = sorted(file.name for file in own.file.parent.glob(f"{_MARK}*.yaml"))
        known = f"extend one of {', '.join(there)}, or write it" if there else "write it"
        raise Unextendable(spot, f"there is no {path}: {known}")
    return path


def _merged(beginning: Sheet, own: Sheet) -> Sheet:
    said = {key: value for key, value in own.content.items() if key != EXTENDS}
    spots = dict(beginning.spots)
    content = _over(beginning.content, said, (), spots)
    before = beginning.content.get(_STEPS)
    shift = len(before) if isinstance(before, list) and isinstance(said.get(_STEPS), list) else 0
    spots |= {_shifted(place, shift): spot for place, spot in own.spots.items()}
    return Sheet(content=content, spots=spots, file=own.file)


def _over(under: Any, over: Any, place: Place, spots: dict[Place, Spot]) -> Any:
    """Lay one value over another; what it covers no longer has a place."""
    if isinstance(under, dict) and isinstance(over, dict):
        laid = {
            key: _over(under[key], value, (*place, key), spots)
            for key, value in over.items()
            if key in under
        }
        return under | over | laid
    if place == (_STEPS,) and isinstance(under, list) and isinstance(over, list):
        return under + over
    for covered in [known for known in spots if known[: len(place)] == place]:
        del spots[covered]
    return over


def _shifted(place: Place, shift: int) -> Place:
    """Where a place of the extending file is, once its steps follow others."""
    if len(place) > 1 and place[0] == _STEPS and isinstance(place[1], int):
        return (_STEPS, place[1] + shift, *place[2:])
    return place
