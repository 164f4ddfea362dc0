"""What Temporal shows of a refusal: every reason in words, in the operators' language, no trace."""

from functools import partial

from temporalio.api.failure.v1 import Failure
from temporalio.converter import DataConverter
from temporalio.exceptions import ApplicationError

from starter.client.wording import in_language
from starter.runtime.converter import CONVERTER, OncePayloadConverter, converter
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.temporal.commands import refused

SHOUTED = Refusal.because(
    "V-4",
    what="the argument is not JSON",
    why="messages are plain JSON, one object each",
    do="send one JSON object as the only argument",
)


def shown(error: ApplicationError, by: DataConverter) -> Failure:
    failure = Failure()
    try:
        raise error
    except ApplicationError as raised:
        by.failure_converter.to_failure(raised, by.payload_converter, failure)
    return failure


def test_a_refusal_is_shown_in_turkish_with_its_reasons_as_they_are() -> None:
    failure = shown(refused(SHOUTED), converter(partial(in_language, language="tr")))

    assert failure.message.startswith("V-4: ")
    assert "plain JSON" not in failure.message
    assert failure.stack_trace == ""
    assert b"plain JSON" in failure.application_failure_info.details.payloads[0].data


def test_a_refusal_says_what_why_and_what_to_do() -> None:
    assert shown(refused(SHOUTED), CONVERTER).message == (
        "V-4: the argument is not JSON\nmessages are plain JSON, one object each\n"
        "→ send one JSON object as the only argument"
    )


def test_any_other_error_keeps_its_trace() -> None:
    worker = converter(partial(in_language, language="tr"))
    assert "raise error" in shown(ApplicationError("broken", type="Unusable"), worker).stack_trace


def test_what_types_are_read_by_is_built_once_for_all_activations() -> None:
    """The SDK makes a payload converter of the class for each of them."""
    one, another = (CONVERTER.payload_converter_class() for _ in range(2))
    assert isinstance(one, OncePayloadConverter)
    assert isinstance(another, OncePayloadConverter)
    assert [*one.converters.values()] == [*another.converters.values()]

    payload = one.to_payload(SHOUTED)
    assert another.from_payload(payload, Refusal) == SHOUTED
