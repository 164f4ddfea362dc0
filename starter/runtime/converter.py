"""How all messages of cases are written for Temporal: as plain JSON, and a refusal without a trace.

A filing that is refused ends its workflow as failed, and the Temporal UI shows what a failure
brings: where in our code it was raised says nothing to an operator, and names this machine's paths.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any, Final, TypeVar
from weakref import WeakValueDictionary

from pydantic import TypeAdapter
from pydantic_core import to_json
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.contrib.pydantic import (
    PydanticJSONPlainPayloadConverter,
    PydanticPayloadConverter,
)
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverter,
    PayloadConverter,
)
from temporalio.exceptions import ApplicationError
from typing_extensions import override

from workflows.kernel.case.records import Batch, Opening
from workflows.kernel.case.refusal import Reason
from workflows.kernel.temporal.commands import in_words

S = TypeVar("S")

REFUSED: Final = "Refused"
"""Type of the error that is a refusal."""


Wording = Callable[[Iterable[Reason]], Iterable[Reason]]
"""Gives back reasons in somebody's language."""


class FailureConverter(DefaultFailureConverter):
    """The SDK's own, but for refusals: they are answers, and leave no trace."""

    @override
    def to_failure(
        self, exception: BaseException, payload_converter: PayloadConverter, failure: Failure
    ) -> None:
        """Write an error as a failure."""
        super().to_failure(exception, payload_converter, failure)
        if failure.application_failure_info.type == REFUSED:
            failure.ClearField("stack_trace")


class OneOfEquals:
    """Keeps each calendar and rulebook once, for as long as some case has it.

    Thousands of cases live by the same ones, and every history brings them anew.
    """

    def __init__(self) -> None:
        self._kept: WeakValueDictionary[tuple[type, bytes], Any] = WeakValueDictionary()

    def one(self, kind: type[S], said: Any, read: Callable[[Any], S]) -> S:
        """Return the value that was read from the same text before, or read it now."""
        if isinstance(said, kind):
            return said
        key = kind, sha256(to_json(said)).digest()
        found: S | None = self._kept.get(key)
        return self._kept.setdefault(key, read(said)) if found is None else found


class _Json(PydanticJSONPlainPayloadConverter):
    """Pydantic's; what many cases have alike is the same value in all of them."""

    @override
    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        for kind, adapter in _SHARING:
            if type_hint == kind:
                return adapter.validate_json(payload.data, context=_EQUALS)
        return super().from_payload(payload, type_hint)


_EQUALS: Final = OneOfEquals()

_SHARING: Final[tuple[tuple[Any, TypeAdapter[Any]], ...]] = (
    (Opening, TypeAdapter(Opening)),
    (Opening | None, TypeAdapter(Opening | None)),
    (Batch, TypeAdapter(Batch)),
)
"""What brings calendars and rulebooks."""

_JSON: Final = _Json()

_PARTS: Final = tuple(
    _JSON if part.encoding == _JSON.encoding else part
    for part in PydanticPayloadConverter().converters.values()
)


class OncePayloadConverter(CompositePayloadConverter):
    """Pydantic's, with the same parts in every instance.

    The SDK makes an instance for each of a case's activations. Parts of its own would each build
    anew what they read every type by, and forget it.
    """

    def __init__(self) -> None:
        super().__init__(*_PARTS)


CONVERTER: Final = DataConverter(
    payload_converter_class=OncePayloadConverter, failure_converter_class=FailureConverter
)


def converter(wording: Wording) -> DataConverter:
    """Return the converter of a worker, whose refusals Temporal shows in the operators' language.

    Programs go by the reasons in an error's details, which stay as the code says them.
    """

    class _Worded(FailureConverter):
        @override
        def to_failure(
            self, exception: BaseException, payload_converter: PayloadConverter, failure: Failure
        ) -> None:
            super().to_failure(exception, payload_converter, failure)
            if isinstance(exception, ApplicationError) and exception.type == REFUSED:
                (reasons,) = exception.details
                said = wording(Reason.model_validate(reason) for reason in reasons)
                failure.message = in_words(said)

    return DataConverter(
        payload_converter_class=OncePayloadConverter, failure_converter_class=_Worded
    )
