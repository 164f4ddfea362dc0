"""How any form is read, and how it is refused."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from starter.client.answers import Refused
from workflows.kernel.case.reasons import shape_reasons
from workflows.kernel.case.refusal import Reason
from workflows.kernel.values import Frozen

Filled = TypeVar("Filled", bound=Frozen)


def read(kind: type[Filled], form: Filled | Mapping[str, Any], rule: str) -> Filled:
    """Return a form as it was filled in.

    Raises:
        Refused: It does not have the shape of the form, or no register can hold it; field by field,
            without what was written.
    """
    filled = form if isinstance(form, kind) else _shaped(kind, form, rule)
    refuse(_no_register_holds("", filled.model_dump()))
    return filled


def _shaped(kind: type[Filled], form: object, rule: str) -> Filled:
    try:
        return kind.model_validate(form)
    except ValidationError as wrong:
        reasons = shape_reasons(wrong, rule, kind.__name__)
    # not while the fault is at hand: its trace shows what was written
    raise Refused(reasons)


def refuse(reasons: Iterable[Reason]) -> None:
    """End the act if there is a reason against it.

    Raises:
        Refused: There is one; all of them are named.
    """
    if found := tuple(reasons):
        raise Refused(found)


def _no_register_holds(where: str, value: Any) -> Iterator[Reason]:
    """Say what no calendar reaches and no database text can hold, field by field."""
    match value:
        case dict():
            for name, each in value.items():
                yield from _no_register_holds(where, name)
                yield from _no_register_holds(str(name), each)
        case list() | tuple():
            for each in value:
                yield from _no_register_holds(where, each)
        case str() if "\0" in value:
            yield _unfit(where, "a character that no register can hold")
        case date() if not 1900 <= value.year < 2200:
            yield _unfit(where, "the year must be between 1900 and 2199")
        case _:
            pass


def _unfit(where: str, wrong: str) -> Reason:
    field = where.replace("\0", "") or "body"
    return Reason(
        rule="V-4",
        what=f"{field}: {wrong}",
        why="what is entered is kept, and counted with",
        do="correct the field and send it again",
    )
