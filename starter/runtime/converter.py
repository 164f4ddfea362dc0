"""How all messages of cases are written for Temporal: as plain JSON, and a refusal without a trace.

A filing that is refused ends its workflow as failed, and the Temporal UI shows what a failure
brings: where in our code it was raised says nothing to an operator, and names this machine's paths.
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Final, Self, cast

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

from starter.runtime.packed import READERS, packed
from workflows.kernel.case.refusal import Reason
from workflows.kernel.temporal.commands import in_words

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


class _Json(PydanticJSONPlainPayloadConverter):
    """Pydantic's; the law of a case is written packed, and read once for all cases that have it."""

    @override
    def to_payload(self, value: Any) -> Payload | None:
        return super().to_payload(packed(value))

    @override
    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        for kind, reads in READERS:
            if type_hint == kind:
                return reads(payload.data)
        return super().from_payload(payload, type_hint)


_JSON: Final = _Json()

_PARTS: Final = tuple(
    _JSON if part.encoding == _JSON.encoding else part
    for part in PydanticPayloadConverter().converters.values()
)


class OncePayloadConverter(CompositePayloadConverter):
    """Pydantic's, and the same one for all.

    The SDK makes one for each of a case's activations, and has none of them make another: the
    parts know no context. Parts of its own would each build anew what they read every type by.
    """

    _only: "ClassVar[OncePayloadConverter | None]" = None

    def __new__(cls) -> Self:
        """Return the one there is."""
        if cls._only is None:
            cls._only = super().__new__(cls)
            CompositePayloadConverter.__init__(cls._only, *_PARTS)
        return cast("Self", cls._only)

    def __init__(self) -> None:
        """Leave it as it is."""


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
