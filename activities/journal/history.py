"""When a signal entered a case's own history.

A message sent straight to Temporal counts from the time of its own event, which the workflow code
is not told. So the case asks, by a local activity, and matches by name and content.
"""

from datetime import UTC, datetime
from typing import Any, Final

from temporalio import activity
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client
from temporalio.converter import DataConverter

from workflows.kernel.case.records import Arrivals, ArrivalsOf
from workflows.kernel.values import digest

_PAGE: Final = 200


class History:
    """Reads the histories of cases."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @activity.defn(name="arrivals_of")
    async def arrivals_of(self, asked: ArrivalsOf) -> Arrivals:
        """Return the event time of each signal asked for: of signals that are alike, the first.

        A second one of the same content is a repeat of the first, and takes nothing from its date.
        Each event stands for one signal; where there is none in this run, the time is none.
        """
        found: dict[int, datetime] = {}
        names = {signal.name for signal in asked.signals}
        handle = self._client.get_workflow_handle(asked.case_id, run_id=asked.run_id)
        async for event in handle.fetch_history_events(page_size=_PAGE):
            if event.event_type != EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
                continue
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


async def _digest(converter: DataConverter, payloads: Any) -> str | None:
    """Return the digest of a signal's first argument; none if it cannot be read."""
    first: list[Payload] = list(payloads[:1])
    try:
        decoded = await converter.decode(first) if first else [None]
        return digest(decoded[0])
    except (ValueError, TypeError, LookupError, RuntimeError):
        # Sent by anybody with access to Temporal: bytes that no converter reads match nothing.
        return None
