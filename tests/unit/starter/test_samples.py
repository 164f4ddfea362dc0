"""The samples that `make up` opens, told at the gate on every day of a year."""

import gc
from datetime import date, datetime, time, timedelta

import pytest
from pydantic import JsonValue

from starter.client.processes import PROCESSES
from starter.embedded.sample_cases import agreements, courses
from starter.embedded.sample_cases.reviews import COEFFICIENT, half_years
from starter.embedded.sample_cases.sample import Sample
from starter.embedded.samples import SAMPLES
from starter.runtime.serving import editions_of
from tests.kit.calendars import turkish_calendar
from workflows.kernel.case.command import Command
from workflows.kernel.case.records import Entry, Notice, Opening, Verdict
from workflows.kernel.judgement import clock, gate, order
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.opening import open_file
from workflows.kernel.law.agenda import OccasionKind
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.law.rulebook import edition_on
from workflows.kernel.story.reading import Reading

FIRST = date(2026, 8, 1)
"""A year from here has movable feasts in spring, a December with its hold, and a summer."""
YEAR = [FIRST + timedelta(days=n) for n in range(365)]
CALENDAR = turkish_calendar()

LISTS: dict[str, JsonValue] = {
    "bans": [],
    "coefficient": str(COEFFICIENT),
    "accepted-books": None,
    "ministry-years": None,
    f"programmes/{agreements.PROGRAMME}": {},
    f"programmes/{courses.PROGRAMME.code}": courses.PROGRAMME.model_dump(mode="json"),
    f"classrooms/{courses.CLASSROOM.code}": courses.CLASSROOM.model_dump(mode="json"),
}
"""What registers say when a case opens."""

ANSWERS: dict[str, dict[str, JsonValue]] = {
    "record_pre_assessment": {"overlaps": 0},
    "record_signing": {"overlaps": 0},
    "enter_in_register": {"number": "2026-0001"},
    "enrol_trainees": {"taken_before": []},
}
"""What they say of an act, where more than yes."""


def answer(command: str, day: date) -> dict[str, JsonValue]:
    """What the register says that an act asks; of a fee, the half-year in which it was paid."""
    if command != "record_fee":
        return ANSWERS.get(command, {})
    until = next(end for begin, end in half_years(day.year) if begin <= day <= end)
    return {"coefficient": str(COEFFICIENT), "until": until.isoformat()}


def told(sample: Sample, now: datetime) -> tuple[Reading, list[Notice], list[Entry]]:
    """Open a sample at an instant; what the clock owes is settled before anything is told."""
    days = sample.days(now.date(), CALENDAR)
    book = edition_on(editions_of(sample.process), days.filed_on)
    opening = Opening(calendar=CALENDAR, rulebook=book, known=LISTS)
    opened = open_file(sample.process, sample.case_id, sample.filing(days), opening, now)
    assert isinstance(opened, Admitted), opened
    entries = [opened.entry]
    notices = list(opened.notices)
    reading = opened.reading

    def take(admitted: Admitted) -> Reading:
        entries.append(admitted.entry)
        notices.extend(admitted.notices)
        return admitted.reading

    def settled(reading: Reading, until: datetime) -> Reading:
        """What has been taken in is told before the clock draws what comes after it."""
        while True:
            file = reading.file
            due = file.agenda.due(now)
            dated = [(clock.counts_from(file, occasion), occasion) for occasion in due]
            reminds = OccasionKind.REMINDER  # which waits for nothing
            if not (come := [one for one in dated if one[0] <= until or one[1].kind is reminds]):
                return reading
            _, first = min(come, key=lambda each: each[0])
            reading = take(clock.tick(reading, first, now))

    for step, envelope in sample.told(days):
        at = envelope.received_at or now
        reading = settled(reading, at)
        assert at == now or at.date() < now.date(), "what is told has happened before today"
        command = Command(name=step.command, envelope=envelope, counts_from=at)
        if gate.question_for(reading, command) is not None:
            verdict = Verdict(granted=True, facts=answer(step.command, at.date()))
            command = command.model_copy(update={"verdict": verdict})
        judged = order.admit(reading, command, now)
        assert isinstance(judged, Admitted), (sample.case_id, step.command, now, judged)
        reading = take(judged)
    return settled(reading, now), notices, entries


STAGES = {
    "textbook-review": [
        {"correction", "held", "evaluation"}, {"follow-up", "held", "evaluation"},
        {"first-review"}, {"preliminary-review"}, {"submitted"},
    ],
    "textbook-in-use": [{"comparison"}, {"reflection"}],
    "education-tool-review": [{"mending"}, {"review"}, {"approval"}],
    "course": [{"active"}, {"at-branch-manager"}],
    "agreement": [{"in-force"}, {"signing"}, {"pre-assessment"}],
    "partnership": [{"open", "running"}, {"open", "running"}],
    "ministry-year": [{"opinion"}],
}  # fmt: skip
"""Where each sample stands. December's hold keeps two reviews back and lets them go the day after;
in August a partnership begins."""


@pytest.mark.parametrize("sample", SAMPLES, ids=[each.case_id for each in SAMPLES])
def test_a_sample_can_be_told_on_any_day_of_a_year(sample: Sample) -> None:
    stages = set()
    for day in YEAR:
        now = datetime.combine(day, time(23, 55), tzinfo=ISTANBUL)
        reading, notices, entries = told(sample, now)
        counted = [entry.counts_from for entry in entries if entry.kind != "reminder"]
        assert counted == sorted(counted), f"{day}: a journal is read from top to bottom"
        kinds = {entry.kind for entry in entries[1:]}
        assert kinds <= {"command", "ended", "reminder"}, (day, kinds)
        assert {notice.kind for notice in notices} <= {"notification", "reminder"}, day
        assert reading.file.attention == (), day
        assert reading.file.decision is None, day
        stages.add(reading.stage)
    own = [each for each in SAMPLES if each.process is sample.process]
    assert stages == STAGES[sample.process.name][own.index(sample)]


def test_every_process_has_a_sample_under_way() -> None:
    under_way = {each.process.name for each in SAMPLES if len(each.steps) > 1}
    assert under_way == set(PROCESSES) == set(STAGES)


@pytest.mark.parametrize("sample", SAMPLES, ids=[each.case_id for each in SAMPLES])
def test_what_acts_have_replaced_waits_for_no_collection(sample: Sample) -> None:
    """A worker has thousands of cases at hand: while Python looks through all, nobody is told."""
    now = datetime.combine(YEAR[300], time(23, 55), tzinfo=ISTANBUL)
    told(sample, now)  # what is kept for all cases is there now
    gc.collect()
    gc.disable()
    left = []
    try:
        for _ in range(3):  # what goes on beside it may leave something, once
            told(sample, now)
            left.append(gc.collect())
    finally:
        gc.enable()
    assert 0 in left
