"""Moving the clock of one case, on a server that allows it.

The server carries out a request to skip as often as it arrives. A client that sends it again
because the answer got lost moves the case twice as far, and takes days from whoever has a term;
so it is sent once here, and whoever calls reads the clock anew before another try.
"""

import uuid
from datetime import timedelta
from typing import Final

from google.protobuf.field_mask_pb2 import FieldMask
from temporalio.api.common.v1 import FastForwardConfig, TimeSkippingConfig, WorkflowExecution
from temporalio.api.enums.v1 import FastForwardPollingResult
from temporalio.api.workflow.v1 import WorkflowExecutionOptions
from temporalio.api.workflowservice.v1 import (
    PollWorkflowExecutionTimeSkippingRequest,
    UpdateWorkflowExecutionOptionsRequest,
)
from temporalio.client import Client

_COMPLETED: Final = FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED
_FAILED: Final = FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_FAILED

_MANY_JUMPS: Final = 100_000
"""Of one case: years of daily occasions, and nobody to lift the limit on the way."""


async def skip(client: Client, case_id: str, span: timedelta) -> bool:
    """Move a case's clock forward once, and wait until it is there; its own timers fire on the way.

    Returns:
        Whether the case is still open.

    Raises:
        RPCError: As from `move`.
    """
    asked = PollWorkflowExecutionTimeSkippingRequest(
        namespace=client.namespace,
        workflow_execution=WorkflowExecution(workflow_id=case_id),
        fast_forward_id=await move(client, case_id, span),
    )
    while True:
        polled = await client.workflow_service.poll_workflow_execution_time_skipping(
            asked, retry=True
        )
        if polled.fast_forward_polling_result == _COMPLETED:
            return True
        if polled.fast_forward_polling_result == _FAILED:
            return False


async def move(client: Client, case_id: str, span: timedelta) -> str:
    """Have a case's clock moved forward once; return the move's ID.

    The clock of a case at rest is there at once; any other gets there as the case does what it has
    under way, and what falls due on the way.

    Raises:
        RPCError: It is not open, the server does not move clocks, or its answer got lost. In the
            last case the clock may or may not have been moved.
    """
    name = uuid.uuid4().hex
    moved = TimeSkippingConfig(
        enabled=True,
        fast_forward_config=FastForwardConfig(id=name),
        max_session_skip_count=_MANY_JUMPS,
    )
    moved.fast_forward_config.duration.FromTimedelta(span)
    await client.workflow_service.update_workflow_execution_options(
        UpdateWorkflowExecutionOptionsRequest(
            namespace=client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=case_id),
            workflow_execution_options=WorkflowExecutionOptions(time_skipping_config=moved),
            update_mask=FieldMask(paths=["time_skipping_config"]),
            identity=client.identity,
        ),
        retry=False,
    )
    return name
