"""Which build this is, and which one the server gives new cases to.

A case stays on the build that it runs on, and turns to the current one at its next idle moment; so
no history is ever told again by other code.
"""

import asyncio
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from temporalio.api.deployment.v1 import WorkerDeploymentInfo
from temporalio.api.deployment.v1 import WorkerDeploymentVersion as DeploymentVersion
from temporalio.api.enums.v1 import RoutingConfigUpdateState
from temporalio.api.workflowservice.v1 import (
    DescribeWorkerDeploymentRequest,
    DescribeWorkerDeploymentVersionRequest,
    SetWorkerDeploymentCurrentVersionRequest,
)
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import WorkerDeploymentConfig

from starter.runtime.problem import StackProblem

DEPLOYMENT: Final = "vade"
"""Name of the worker deployment, whose versions are the builds."""

BUILD_ID: Final = "VADE_BUILD_ID"
"""Names the build: its version and commit, as ``0.2.0+4f1c9a2``."""

_EVERYWHERE: Final = RoutingConfigUpdateState.ROUTING_CONFIG_UPDATE_STATE_COMPLETED
_PATIENCE: Final = 30.0  # seconds until a worker that has just started is known to the server
_TELLING: Final = 30.0  # seconds to tell every task queue; measured: 0.5 idle, 11 on a busy machine
_POLL: Final = 0.5  # seconds; asked more often the server puts off


class NotTold(StackProblem):
    """A build is the current one, and the server does not say that every task queue knows."""


@dataclass(frozen=True)
class Build:
    """One build of the code."""

    name: str
    pinned: bool = True
    """Whether cases stay on it until they turn; a rehearsal has one build only."""

    @property
    def deployed(self) -> WorkerDeploymentConfig | None:
        """How a worker names it to the server; none where it is the only one."""
        if not self.pinned:
            return None
        return WorkerDeploymentConfig(
            version=WorkerDeploymentVersion(DEPLOYMENT, self.name),
            use_worker_versioning=True,
            # not on the classes: a server refuses it of a worker that belongs to no deployment
            default_versioning_behavior=VersioningBehavior.PINNED,
        )


def this_build(environ: Mapping[str, str] = os.environ) -> Build:
    """Return the build that runs here: ``VADE_BUILD_ID``, or the version alone."""
    return Build(environ.get(BUILD_ID) or version("vade"))


async def current_build(client: Client) -> str | None:
    """Return the build that new cases go to; none before the first worker has come."""
    deployed = await _deployed(client)
    if deployed is None:
        return None
    return deployed.routing_config.current_deployment_version.build_id or None


async def _deployed(client: Client, deployment: str = DEPLOYMENT) -> WorkerDeploymentInfo | None:
    request = DescribeWorkerDeploymentRequest(
        namespace=client.namespace, deployment_name=deployment
    )
    try:
        described = await client.workflow_service.describe_worker_deployment(request)
    except RPCError as fault:
        if fault.status is RPCStatusCode.NOT_FOUND:
            return None
        raise
    return described.worker_deployment_info


async def make_current(client: Client, build: str, deployment: str = DEPLOYMENT) -> None:
    """Give new cases to a build; open cases turn to it when they are next awake and idle.

    Args:
        client: Of the namespace.
        build: One that a worker serves.
        deployment: Whose builds they are.

    Raises:
        StackProblem: No worker of that build serves every queue that the current one serves.
        NotTold: It is the current one, but some queue may not know yet.
    """
    why = "no worker has come"
    try:
        async with asyncio.timeout(_PATIENCE):
            await _until_all_queues_have_come(client, build, deployment)
            while (refused := await _set_current(client, build, deployment)) is not None:
                why = refused
                await asyncio.sleep(_POLL)
    except TimeoutError as error:
        raise StackProblem(
            f"The build {build} cannot be made current: {why}.",
            f"See that its workers run, with {BUILD_ID}={build}.",
        ) from error
    try:
        async with asyncio.timeout(_TELLING):
            # asked and not set once more: each setting would have them told from the start
            while True:
                if await _is_told_everywhere(client, deployment):
                    return
                await asyncio.sleep(_POLL)
    except TimeoutError as error:
        raise NotTold(
            f"The build {build} is the current one, but the server has not told every task queue.",
            "See that new cases begin; if some do not, restart its workers.",
        ) from error


async def _until_all_queues_have_come(client: Client, build: str, deployment: str) -> None:
    """Wait until no further queue comes: one that comes while others are told may be left out."""
    known = 0
    while (come := await _queues_of(client, build, deployment)) == 0 or come != known:
        known = come
        await asyncio.sleep(_POLL)


async def _queues_of(client: Client, build: str, deployment: str) -> int:
    request = DescribeWorkerDeploymentVersionRequest(
        namespace=client.namespace,
        deployment_version=DeploymentVersion(deployment_name=deployment, build_id=build),
    )
    try:
        described = await client.workflow_service.describe_worker_deployment_version(request)
    except RPCError as fault:
        if fault.status in {RPCStatusCode.NOT_FOUND, RPCStatusCode.RESOURCE_EXHAUSTED}:
            return 0
        raise
    return len(described.version_task_queues)


async def _set_current(client: Client, build: str, deployment: str) -> str | None:
    """Try it once; say what is still missing: a worker that has just come is not known at once."""
    request = SetWorkerDeploymentCurrentVersionRequest(
        namespace=client.namespace,
        deployment_name=deployment,
        build_id=build,
        identity=client.identity,
    )
    try:
        await client.workflow_service.set_worker_deployment_current_version(request)
    except RPCError as fault:
        return str(fault)
    return None


async def _is_told_everywhere(client: Client, deployment: str) -> bool:
    try:
        deployed = await _deployed(client, deployment)
    except RPCError as fault:
        if fault.status is RPCStatusCode.RESOURCE_EXHAUSTED:  # asked too often
            return False
        raise
    return deployed is not None and deployed.routing_config_update_state == _EVERYWHERE


async def make_current_if_first(client: Client, build: str) -> None:
    """Give new cases to a build where no other is current: the first worker there ever was."""
    if await current_build(client) is None:
        # where the server never says that all is told, cases begin all the same
        with suppress(NotTold):
            await make_current(client, build)
