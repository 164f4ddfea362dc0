"""How any form is read, and how it is refused."""

from collections.abc import Iterable, Mapping
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
        Refused: It does not have the shape of the form; field by field, without what was written.
    """
    if isinstance(form, kind):
        return form
    try:
        return kind.model_validate(form)
    except ValidationError as wrong:
        reasons = shape_reasons(wrong, rule, kind.__name__)
    raise Refused(reasons)


def refuse(reasons: Iterable[Reason]) -> None:
    """End the act if there is a reason against it.

    Raises:
        Refused: There is one; all of them are named.
    """
    if found := tuple(reasons):
        raise Refused(found)
