"""How all messages of cases are written for Temporal: as plain JSON, and a refusal without a trace.

A filing that is refused ends its workflow as failed, and the Temporal UI shows what a failure
brings: where in our code it was raised says nothing to an operator, and names this machine's paths.
"""

import dataclasses
from typing import Final

from temporalio.api.failure.v1 import Failure
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DefaultFailureConverter, PayloadConverter
from typing_extensions import override

REFUSED: Final = "Refused"
"""Type of the error that is a refusal."""


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


CONVERTER: Final = dataclasses.replace(
    pydantic_data_converter, failure_converter_class=FailureConverter
)
