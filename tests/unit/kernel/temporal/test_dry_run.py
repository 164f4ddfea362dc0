"""What a validator has worked out holds for its handler, as long as nothing has changed."""

from dataclasses import replace
from datetime import timedelta

from tests.kit.permits import ANSWER, a_permit, answering
from tests.kit.plays import at
from workflows.kernel.judgement import order
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.temporal.judging import dry_run

IN_TIME = "2031-04-10T11:00"


def test_a_handler_takes_over_what_its_validator_has_judged() -> None:
    play, now = answering(), at(IN_TIME)
    command = play.command("answer", "applicant", IN_TIME, ANSWER)

    ran = dry_run(play.reading, command, now)

    fresh = order.admit(play.reading, command, now)
    assert isinstance(ran.judged, Admitted)
    assert isinstance(fresh, Admitted)
    assert ran.judged.entry == fresh.entry
    assert ran.holds_of(play.reading, command.model_copy(), now)


def test_once_the_case_the_command_or_the_task_is_another_it_is_judged_anew() -> None:
    play, now = answering(), at(IN_TIME)
    command = play.command("answer", "applicant", IN_TIME, ANSWER)
    ran = dry_run(play.reading, command, now)

    other = play.command("answer", "applicant", IN_TIME, {**ANSWER, "pages": 3})
    assert not ran.holds_of(play.reading, other, now)
    assert not ran.holds_of(play.reading, command, now + timedelta(milliseconds=1))
    assert not ran.holds_of(replace(play.reading), command, now)

    play.reading.file = play.file.model_copy(update={"attention": ("nobody/1",)})
    assert not ran.holds_of(play.reading, command, now)


def test_what_would_have_taken_a_breath_is_judged_by_the_handler_itself() -> None:
    """A replay runs no validator: it would find a timer there that the first life never started."""
    play, now = answering(), at(IN_TIME)
    command = play.command("answer", "applicant", IN_TIME, ANSWER)
    ran = dry_run(play.reading, command, now)

    assert ran.in_one_task
    assert not replace(ran, in_one_task=False).holds_of(play.reading, command, now)


def test_a_file_with_another_term_has_another_agenda() -> None:
    file = a_permit().file
    first = file.agenda.next
    assert first is not None
    assert file.agenda is file.agenda

    paused = file.term(first.term).model_copy(update={"due_at": None, "due_on": None})
    after = file.with_term(paused, at=at(IN_TIME))

    assert after.agenda.next != first
    assert first.term not in {o.term for o in after.agenda.all}
    assert file.agenda.next == first
    assert after == after.model_copy(), "the agenda is no part of the file"
