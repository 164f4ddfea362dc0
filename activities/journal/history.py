"""When a signal entered a case's own history.

A message sent straight to Temporal counts from the time of its own event, which the workflow code
is not told. So the case asks, by a local activity, and matches by name and content.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Final

from temporalio import activity
from temporalio.api.common.v1 import Payload, WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryReverseRequest
from temporalio.client import Client
from temporalio.converter import DataConverter

from workflows.kernel.case.records import Arrivals, ArrivalsOf
from workflows.kernel.values import digest

EVENTS_READ: Final = 2000
"""How far back a signal is looked for; a run continues as new long before it has more to settle."""

_PAGE = 200


class History:
    """Reads the histories of cases."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @activity.defn(name="arrivals_of")
    async def arrivals_of(self, asked: ArrivalsOf) -> Arrivals:
        """Return the event time of each signal asked for, the newest event first.

        Each event stands for one signal; where none is left within reach, the time is none.
        """
        found: dict[int, datetime] = {}
        names = {signal.name for signal in asked.signals}
        async for event in self._newest_first(asked.case_id, asked.run_id):
            sent = event.workflow_execution_signaled_event_attributes
            if sent.signal_name not in names:
                continue
            content = await _digest(self._client.data_converter, sent.input.payloads)
            for place, signal in enumerate(asked.signals):
                wanted = (signal.name, signal.digest) == (sent.signal_name, content)
                if wanted and place not in found:
                    found[place] = event.event_time.ToDatetime(tzinfo=UTC)
                    break
            if len(found) == len(asked.signals):
                break
        return Arrivals(at=tuple(found.get(place) for place in range(len(asked.signals))))

    async def _newest_first(self, case_id: str, run_id: str) -> AsyncIterator[HistoryEvent]:
        """Yield the signal events of one run, newest first, as far back as we read."""
        request = GetWorkflowExecutionHistoryReverseRequest(
            namespace=self._client.namespace,
            execution=WorkflowExecution(workflow_id=case_id, run_id=run_id),
            maximum_page_size=_PAGE,
        )
        service = self._client.workflow_service
        for _ in range(EVENTS_READ // _PAGE):
            page = await service.get_workflow_execution_history_reverse(request, retry=True)
            for event in page.history.events:
                if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
                    yield event
            if not page.next_page_token:
                return
            request.next_page_token = page.next_page_token


async def _digest(converter: DataConverter, payloads: Any) -> str | None:
    """Return the digest of a signal's first argument; none if it cannot be read."""
    first: list[Payload] = list(payloads[:1])
    try:
        decoded = await converter.decode(first) if first else [None]
        return digest(decoded[0])
    except (ValueError, TypeError, LookupError, RuntimeError):
        # Sent by anybody with access to Temporal: bytes that no converter reads match nothing.
        return None
