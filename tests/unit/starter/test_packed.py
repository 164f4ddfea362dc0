"""The law in messages: one text, one value, and nothing that outlives the cases that have it."""

import gc
from datetime import date
from typing import Any

import pytest
from pydantic_core import from_json, to_json
from temporalio.api.common.v1 import Payload

from starter.runtime.converter import CONVERTER
from starter.runtime.packed import Texts
from starter.runtime.serving import editions_of
from tests.integration.batches import a_batch
from tests.integration.test_seal import a_file
from tests.kit.calendars import turkish_calendar
from workflows.kernel.case.records import Batch, Begun, Opening
from workflows.kernel.law.calendar import Calendar
from workflows.textbook_review.process import REVIEW

OPENING = Opening(calendar=turkish_calendar(), rulebook=editions_of(REVIEW)[0], known={"bans": []})
WORDS = CONVERTER.payload_converter
LAW = ("calendar", "rulebook")


def sent(value: object) -> Payload:
    return WORDS.to_payload(value)


def read(payload: Payload) -> Opening:
    opening: Opening = WORDS.from_payload(payload, Opening)
    return opening


def test_two_cases_have_the_same_calendar_and_the_same_rulebook() -> None:
    one, another = read(sent(OPENING)), read(sent(OPENING.model_copy(update={"language": "en"})))
    assert (one, another.language) == (OPENING, "en")
    assert all(getattr(one, name) is getattr(another, name) for name in LAW)


def test_they_are_written_as_one_text_each_and_all_else_can_be_read() -> None:
    plain, packed = to_json(OPENING), sent(OPENING).data
    said, whole = from_json(packed), from_json(plain)
    assert len(packed) < len(plain) / 2
    assert all(said[name].startswith("zlib:") for name in LAW)
    assert {k: v for k, v in said.items() if k not in LAW} == {
        k: v for k, v in whole.items() if k not in LAW
    }


def test_what_a_case_leaves_to_whoever_opens_it_is_packed_as_well() -> None:
    begun = Begun(start=a_file().start, opening=OPENING)
    left = a_batch().model_copy(update={"begun": (begun,)})
    said = sent(left)
    assert from_json(said.data)["begun"][0]["opening"]["calendar"].startswith("zlib:")
    hint: Any = Batch | None
    assert WORDS.from_payload(said, hint) == left
    assert WORDS.from_payload(sent(None), hint) is None


def test_what_was_written_before_is_read_and_is_the_same_value() -> None:
    plain = Payload(metadata={"encoding": b"json/plain"}, data=to_json(OPENING))
    assert read(plain) == OPENING
    assert read(plain).calendar is read(sent(OPENING)).calendar


def test_a_calendar_that_has_been_renewed_is_written_as_it_is_now() -> None:
    first = read(sent(OPENING))
    closed = first.calendar.closed_also({date(2031, 4, 30): "idari izin"})
    renewed = first.model_copy(update={"calendar": closed})
    assert read(sent(renewed)).calendar == closed
    assert read(sent(first)).calendar == OPENING.calendar


def test_nothing_stays_of_what_no_case_has_any_more() -> None:
    texts = Texts()
    own = OPENING.calendar.closed_also({date(2031, 5, 2): "idari izin"})
    text = texts.text(own)
    value = texts.value(Calendar, text)
    assert value == own
    del own, value
    gc.collect()
    assert not texts._texts
    assert not texts._values


@pytest.mark.parametrize("begun", [(), (Begun(start=a_file().start, opening=OPENING),)])
def test_a_batch_is_read_as_it_was(begun: tuple[Begun, ...]) -> None:
    batch = a_batch().model_copy(update={"begun": begun})
    assert WORDS.from_payload(sent(batch), Batch) == batch


def test_an_activity_that_gives_up_within_the_task_says_nothing() -> None:
    assert WORDS.from_payload(sent(None), Opening | None) is None  # type: ignore[arg-type] # the SDK passes any hint
    assert WORDS.from_payload(sent(OPENING), Opening | None) == OPENING  # type: ignore[arg-type]
