"""Payloads pass as they are, and are visited where something would change them."""

import inspect
from collections.abc import Sequence
from dataclasses import replace

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.bridge import worker as bridge
from temporalio.bridge.proto.workflow_activation import (
    SignalWorkflow,
    WorkflowActivation,
    WorkflowActivationJob,
)
from temporalio.converter import PayloadCodec
from typing_extensions import override

from starter.runtime import unvisited
from starter.runtime.converter import CONVERTER
from starter.runtime.unvisited import leave_unvisited


class Shouting(PayloadCodec):
    @override
    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [Payload(data=payload.data.upper()) for payload in payloads]

    @override
    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [Payload(data=payload.data.lower()) for payload in payloads]


@pytest.mark.parametrize(("codec", "read"), [(None, b"Filed"), (Shouting(), b"filed")])
async def test_payloads_are_visited_where_a_codec_reads_them(
    codec: PayloadCodec | None, read: bytes
) -> None:
    leave_unvisited()
    come = SignalWorkflow(signal_name="note", input=[Payload(data=b"Filed")])
    act = WorkflowActivation(jobs=[WorkflowActivationJob(signal_workflow=come)])

    converter = replace(CONVERTER, payload_codec=codec)
    await bridge.decode_activation(
        act, converter, decode_headers=False, storage_concurrency_limit=1
    )

    assert act.jobs[0].signal_workflow.input[0].data == read


def test_the_sdk_still_has_what_is_put_in_place_of_its_own() -> None:
    for own, ours in (
        (unvisited._ALL_IN, unvisited._decode),
        (unvisited._ALL_OUT, unvisited._encode),
    ):
        assert list(inspect.signature(own).parameters) == list(inspect.signature(ours).parameters)
