"""The seal on what a door has read for a case: a worker lets in what one of our doors has read.

The SDK asks for it when the message comes, and never when a history is told again. So a case may
be told by any worker, whatever its key.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from pydantic import AwareDatetime, TypeAdapter, ValidationError
from temporalio import workflow
from temporalio.worker import (
    HandleUpdateInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)
from typing_extensions import override

from starter.runtime.packed import packed
from workflows.kernel.case.records import Opening
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.temporal.case import OPENED
from workflows.kernel.temporal.commands import refused
from workflows.kernel.values import canonical

HOLDS: Final = timedelta(seconds=5)
"""How long what a door has read is as good as read now."""

_MOMENT: Final = TypeAdapter(AwareDatetime)


class Sealed(NamedTuple):
    """What goes along with an opening that a door has read."""

    read_at: datetime
    seal: str

    def offer(self) -> dict[str, str]:
        """Return it as it is sent."""
        return {"read_at": self.read_at.isoformat(), "seal": self.seal}


def sealed(key: bytes, case_id: str, opening: Opening, read_at: datetime) -> Sealed:
    """Seal what was read for a case, and when."""
    said = canonical([case_id, read_at.isoformat(), packed(opening)])
    return Sealed(read_at, hmac.new(key, said.encode(), hashlib.sha256).hexdigest())


class OnlySealed(Interceptor):
    """Lets no opening in but those that a door has sealed just now.

    Args:
        key: What workers and doors have agreed on.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    @override
    def workflow_interceptor_class(
        self, input: WorkflowInterceptorClassInput
    ) -> type[WorkflowInboundInterceptor]:
        """Return what hears the updates of each case."""
        key = self._key

        class _OnlySealed(WorkflowInboundInterceptor):
            @override
            def handle_update_validator(self, input: HandleUpdateInput) -> None:
                if input.update == OPENED:
                    _look(key, *input.args)
                self.next.handle_update_validator(input)

        return _OnlySealed


def _look(key: bytes, offer: Any = None, opening: Opening | None = None, *_more: Any) -> None:
    """Pass what brings no opening, or one that is sealed.

    Raises:
        ApplicationError: It is a refusal.
    """
    if opening is None:
        return
    said: Any = offer if isinstance(offer, dict) else {}
    try:
        read_at = _MOMENT.validate_python(said.get("read_at"))
    except ValidationError:
        read_at = None
    case_id, now = workflow.info().workflow_id, workflow.now()
    if read_at is not None and abs(now - read_at) <= HOLDS:
        ours = sealed(key, case_id, opening, read_at)
        if hmac.compare_digest(ours.seal.encode(), str(said.get("seal")).encode()):
            return
    raise refused(
        Refusal.because(
            "V-9",
            what="the opening that came along is not sealed by the front door, or no more",
            why="a case lives by what the registers know when it opens; nobody else says it",
            do="ask the same without an opening: the case asks the registers itself",
        )
    )
