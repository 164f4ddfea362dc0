"""The Nexus service `vade`, as its callers know it: its operations, what they take and give back.

    client = workflow.create_nexus_client(service=VadeService, endpoint=ENDPOINT)
    receipt = await client.execute_operation(VadeService.send, sending)

Who acts stands in the input and is believed, as of everybody who writes to Temporal: an endpoint is
for services that the ministry trusts (see `starter.nexus`).
"""

from typing import Annotated, Any, Final

from nexusrpc import Operation, service
from pydantic import BaseModel, StringConstraints

from starter.client.models import (
    CaseShown,
    CommandSent,
    Explained,
    FilingSent,
    Opened,
    Receipt,
    Terms,
)
from starter.client.schemas import DIALECT, described, open_to_more
from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen

SERVICE: Final = "vade"
ENDPOINT: Final = "vade"
TASK_QUEUE: Final = "vade-nexus"
FILE: Final = "nexus.json"

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,80}$")]
"""Your own key: the same one again does nothing twice, and gets the first answer."""


class Opening(Frozen):
    """A filing that opens a case."""

    actor: Actor
    process: str
    key: Key
    filing: FilingSent


class Sending(Frozen):
    """A command to a case."""

    actor: Actor
    case_id: str
    command: str
    key: Key
    """Its ``command_id``."""
    sent: CommandSent = CommandSent()


class AskingReceipt(Frozen):
    """A question for a receipt."""

    actor: Actor
    case_id: str
    command_id: str


class Asking(Frozen):
    """A question about a case."""

    actor: Actor
    case_id: str


class AskingWhy(Frozen):
    """A question for the dates of a case."""

    actor: Actor
    case_id: str
    term: str = ""
    """Key or rule ID; all open terms without one."""


@service(name=SERVICE)
class VadeService:
    """Opens cases, writes to them and reads them."""

    open: Operation[Opening, Opened]
    send: Operation[Sending, Receipt]
    receipt: Operation[AskingReceipt, Receipt]
    read: Operation[Asking, CaseShown]
    terms: Operation[Asking, Terms]
    why: Operation[AskingWhy, Explained]


OPERATIONS: Final[dict[str, tuple[type[BaseModel], type[BaseModel]]]] = {
    "open": (Opening, Opened),
    "send": (Sending, Receipt),
    "receipt": (AskingReceipt, Receipt),
    "read": (Asking, CaseShown),
    "terms": (Asking, Terms),
    "why": (AskingWhy, Explained),
}
"""By its name, what each operation takes and gives back; the service says the same (tested)."""

FAULTS: Final = {
    "Refused": "The law, or the case, says no. First detail: every reason, with its rule.",
    "NotFound": "There is no such case, receipt or term.",
    "AlreadyOpen": "The file number is used. First detail: the ID of the case that has it.",
}
"""Types of the error that is the cause of a failed operation. Nothing of it is tried again."""


def bundle() -> dict[str, Any]:
    """Return the service's part of the published contract: a JSON Schema that stands alone."""
    taken = described("validation", *(takes for takes, _ in OPERATIONS.values()))
    given = open_to_more(described("serialization", *(gives for _, gives in OPERATIONS.values())))
    both = taken.keys() & given.keys()
    assert all(taken[name] == given[name] for name in both), "one name, one part"
    return {
        "$schema": DIALECT,
        "$id": FILE,
        "service": SERVICE,
        "endpoint": ENDPOINT,
        "task_queue": TASK_QUEUE,
        "encoding": "json/plain",
        "operations": {
            name: {"input": _at(takes), "output": _at(gives)}
            for name, (takes, gives) in OPERATIONS.items()
        },
        "faults": FAULTS,
        "$defs": dict(sorted({**taken, **given}.items())),
    }


def _at(kind: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/$defs/{kind.__name__}"}
