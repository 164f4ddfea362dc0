"""The Nexus endpoint: the address under which other namespaces find a task queue."""

from typing import Final

from temporalio.api.nexus.v1 import Endpoint, EndpointSpec, EndpointTarget
from temporalio.api.operatorservice.v1 import (
    CreateNexusEndpointRequest,
    ListNexusEndpointsRequest,
    UpdateNexusEndpointRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

_PAGE: Final = 100


async def make_endpoint(client: Client, name: str, task_queue: str) -> None:
    """Have an endpoint lead to a task queue of the client's namespace, whether it is there or not.

    Raises:
        RPCError: The server does not let this user, or has no Nexus.
    """
    spec = EndpointSpec(
        name=name,
        target=EndpointTarget(
            worker=EndpointTarget.Worker(namespace=client.namespace, task_queue=task_queue)
        ),
    )
    there = await _endpoint(client, name)
    service = client.operator_service
    if there is None:
        try:
            await service.create_nexus_endpoint(CreateNexusEndpointRequest(spec=spec))
        except RPCError as fault:
            if fault.status is not RPCStatusCode.ALREADY_EXISTS:
                raise
    elif there.spec.target != spec.target:
        await service.update_nexus_endpoint(
            UpdateNexusEndpointRequest(id=there.id, version=there.version, spec=spec)
        )


async def _endpoint(client: Client, name: str) -> Endpoint | None:
    listed = await client.operator_service.list_nexus_endpoints(
        ListNexusEndpointsRequest(page_size=_PAGE, name=name)
    )
    return next(iter(listed.endpoints), None)
