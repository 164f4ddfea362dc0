"""How all messages of cases are written for Temporal: as plain JSON, and a refusal without a trace.

A filing that is refused ends its workflow as failed, and the Temporal UI shows what a failure
brings: where in our code it was raised says nothing to an operator, and names this machine's paths.
"""

from collections.abc import Callable, Iterable
from typing import Final

from temporalio.api.failure.v1 import Failure
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverter,
    PayloadConverter,
)
from temporalio.exceptions import ApplicationError
from typing_extensions import override

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


_PARTS: Final = tuple(PydanticPayloadConverter().converters.values())


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
