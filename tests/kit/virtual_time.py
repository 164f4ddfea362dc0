"""What virtual time adds to a history, beside what would have happened anyway."""

from collections.abc import Iterable
from typing import Final

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

ADDED: Final = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
    }
)
_SCHEDULED: Final = EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED


def own_events(events: Iterable[HistoryEvent]) -> int:
    """Count the events that virtual time did not add.

    A skip that ends while a task is under way is kept back until that is over, with the instant at
    which it ended, and then brings a task of its own.
    """
    count, last, is_late = 0, 0, False
    brought = set[int]()
    for event in events:
        if event.event_type in ADDED:
            is_late = is_late or event.event_time.ToNanoseconds() < last
            continue
        task = (
            event.workflow_task_started_event_attributes.scheduled_event_id
            or event.workflow_task_completed_event_attributes.scheduled_event_id
        )
        if is_late and event.event_type == _SCHEDULED:
            brought.add(event.event_id)
        elif task not in brought:
            count += 1
        is_late, last = False, event.event_time.ToNanoseconds()
    return count
