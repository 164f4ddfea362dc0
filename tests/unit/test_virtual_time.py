"""What of a history counts, wherever the clock of a case was moved."""

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from tests.kit.virtual_time import own_events

FIRED = EventType.EVENT_TYPE_TIMER_FIRED
SKIPPED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED
ASKED = EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED


def happened(*kinds: tuple[EventType.ValueType | str, int]) -> list[HistoryEvent]:
    """Events of a kind and an instant; a task is three of them, all at its own."""
    events: list[HistoryEvent] = []
    for kind, at in kinds:
        first = len(events) + 1
        if isinstance(kind, str):
            events += [HistoryEvent(event_type=each) for each in TASK]
            events[first].workflow_task_started_event_attributes.scheduled_event_id = first
            events[first + 1].workflow_task_completed_event_attributes.scheduled_event_id = first
        else:
            events.append(HistoryEvent(event_type=kind))
        for n, event in enumerate(events[first - 1 :], start=first):
            event.event_id = n
            event.event_time.FromNanoseconds(at)
    return events


TASK = (
    EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
    EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
    EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
)


def test_a_skip_does_not_count_and_what_follows_it_does() -> None:
    assert own_events(happened((SKIPPED, 1), (FIRED, 2), ("task", 3))) == 4
    assert own_events(happened((FIRED, 1), (SKIPPED, 2), ("for an update", 3))) == 4


def test_a_task_that_a_skip_brings_because_it_came_during_another_does_not_count() -> None:
    during_a_task = happened((FIRED, 1), ("task", 4), (ASKED, 4), (SKIPPED, 2), ("another", 5))
    assert own_events(during_a_task) == 5
