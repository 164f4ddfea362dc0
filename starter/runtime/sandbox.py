"""Where stories run: in production as plain code, in tests inside Temporal's sandbox.

The sandbox is a check, and no tax on every case. What keeps two replays alike is held when the code
is written: import contracts, and `tests/unit/test_purity.py` for clock, chance, machine and for
what one case could leave behind for another.
"""

import os
from collections.abc import Iterable, Mapping
from pkgutil import iter_modules
from typing import Final

from temporalio.worker import WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

import workflows
from starter.runtime.frugal import FrugalRunner
from workflows.kernel.temporal.case import Case

SANDBOX: Final = "VADE_SANDBOX"
"""Set to 1, a worker runs its cases inside the sandbox; tests do."""

# Loaded once for the whole process. Left to the sandbox they would be imported anew for every
# case: a task then takes ten to thirty times as long.
_OUTSIDE: Final = ("activities", "asyncpg", "structlog")


def runner(cases: Iterable[type[Case]], environ: Mapping[str, str] = os.environ) -> WorkflowRunner:
    """Return what runs the stories of some processes, as the environment says."""
    if environ.get(SANDBOX) != "1":
        return FrugalRunner()
    rooms = (f"workflows.{room.name}" for room in iter_modules(workflows.__path__))
    loaded_once = (*_OUTSIDE, *rooms, *(each.process.room for each in cases))
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(*loaded_once)
    )
