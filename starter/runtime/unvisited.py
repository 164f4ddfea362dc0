"""Payloads as they come: looked through only where a codec or a storage would change them.

The SDK visits all payloads of a task three times on the way in and three times on the way out. With
neither codec nor storage that changes nothing, and takes three quarters of the time of the task
itself. And a message that claims to lie in a storage would stop its case there: so it reaches the
case, which refuses it. This stands on functions that the SDK calls its own; `tests/unit/starter/
test_unvisited.py` says when another version has them no more.
"""

from typing import Final

from temporalio.bridge import worker as bridge
from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.converter import DataConverter
from temporalio.converter._extstore import StorageOperationMetrics

_ALL_IN: Final = bridge.decode_activation
_ALL_OUT: Final = bridge.encode_completion


def leave_unvisited() -> None:
    """Have the workers of this process look through payloads only where that changes any."""
    bridge.decode_activation = _decode
    bridge.encode_completion = _encode


async def _decode(
    activation: WorkflowActivation,
    data_converter: DataConverter,
    decode_headers: bool,  # noqa: FBT001 - as the SDK has it
    storage_concurrency_limit: int,
) -> StorageOperationMetrics:
    if _changes_none(data_converter):
        return StorageOperationMetrics()
    return await _ALL_IN(activation, data_converter, decode_headers, storage_concurrency_limit)


async def _encode(
    completion: WorkflowActivationCompletion,
    data_converter: DataConverter,
    encode_headers: bool,  # noqa: FBT001
    storage_concurrency_limit: int,
) -> StorageOperationMetrics:
    if _changes_none(data_converter):
        return StorageOperationMetrics()
    return await _ALL_OUT(completion, data_converter, encode_headers, storage_concurrency_limit)


def _changes_none(converter: DataConverter) -> bool:
    return converter.payload_codec is None and converter.external_storage is None
