"""What a Temporal server must be able to carry, so that no message stops a case.

A server by its own defaults lets in an update of two to four megabytes, and refuses the case's
answer to it: the case then answers nobody until the sender has given up.
"""

from typing import Final

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from starter.runtime.problem import StackProblem

LEAST_PAYLOAD: Final = 4_200_000
"""Bytes of one message: more than a connection lets in at once (four mebibytes)."""


async def check_limits(client: Client) -> None:
    """See that a server carries every message that it lets in.

    Raises:
        StackProblem: It carries less; the text says how to set it right.
        RPCError: The server does not answer.
    """
    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=client.namespace)
    )
    carried = described.namespace_info.limits.blob_size_limit_error
    if carried < LEAST_PAYLOAD:
        raise StackProblem(
            f"The Temporal server carries messages of {carried} bytes in namespace "
            f"`{client.namespace}`, and lets in larger ones: one of them stops the case that it is "
            "sent to.",
            f"Set limit.blobSize.error to {LEAST_PAYLOAD} or more in the server's dynamic "
            "configuration; where that cannot be set, let nobody but Vade write to this namespace.",
        )
