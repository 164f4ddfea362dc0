"""What a case keeps of what it has left to its senders."""

from typing import Any, cast

from tests.integration.batches import a_projection, entries
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.temporal.outbox import Outbox

NOTHING: Any = cast("Any", None)


def with_one_act() -> Outbox:
    outbox = Outbox("textbook-review-2031-0042", lambda: False)
    [entry] = entries(1)
    outbox.entrust(Admitted(NOTHING, NOTHING, entry, (), ()), a_projection(), ())
    return outbox


def test_what_a_sender_has_seen_in_the_journal_is_kept_no_longer() -> None:
    outbox = with_one_act()
    assert not outbox.idle
    outbox.has_been_written(1)
    assert outbox.idle


def test_what_a_case_is_to_write_itself_it_writes_though_another_sender_knows_it() -> None:
    """Both come in one task: else the case would not learn whom its letter cannot reach."""
    outbox = with_one_act()
    outbox.press()
    outbox.has_been_written(1)
    assert not outbox.idle
