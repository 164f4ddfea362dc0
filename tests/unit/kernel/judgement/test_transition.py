"""What a new text says at the boundary is an entry of the journal, never swallowed."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from typing_extensions import override

from tests.kit.permits import PERMIT, PermitStory, Request, Ruled, answering, opening, request
from tests.kit.plays import Play, at
from workflows.kernel.case.forms import carried_file
from workflows.kernel.case.process import Process
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.transition import take_over
from workflows.kernel.story.reading import Reading

MORNING = at("2031-03-20T09:00")


class ToldToAll(PermitStory):
    """The same rules, and one letter and one term more, for whoever is told by them."""

    @override
    async def run(self) -> Any:
        request = await self.filing(Request)
        self.notify(Ruled(), rule="L-6")
        self.open("grace", since=request)
        return await super().run()


class ToldToNew(ToldToAll):
    """The new rules for cases opened under them; the old ones for those before."""

    @override
    async def run(self) -> Any:
        told = ToldToAll.run if self.text >= 2 else PermitStory.run
        return await told(self)


def taken_over(play: Play, process: Process, now: datetime = MORNING) -> Reading | Admitted:
    file = carried_file(process, play.file.model_dump(mode="json"))
    return take_over(process, file, play.stage, now)


def test_the_same_text_draws_nothing() -> None:
    play = answering()
    read = taken_over(play, PERMIT)

    assert isinstance(read, Reading)
    assert read.file == play.file


def test_a_letter_and_a_term_of_the_new_text_are_journalled_and_go_out() -> None:
    play = answering()
    taken = taken_over(play, replace(PERMIT, story=ToldToAll))

    assert isinstance(taken, Admitted)
    entry, effects = taken.entry, taken.entry.effects
    assert (entry.n, entry.previous_hash) == (play.file.n + 1, play.file.hash)
    assert (entry.kind, entry.counts_from) == ("transition", MORNING)
    assert entry.body == {"stage": {"was": "answering", "is": "answering"}}
    assert isinstance(effects, dict)
    assert effects["notices"] == ["L-6/1 → applicant"]
    assert effects["terms"] == [
        {"key": "L-5", "state": "open", "due_at": "2031-03-25T00:00:00+03:00"}
    ]
    assert [notice.template for notice in taken.notices] == ["ruled"]
    newer = replace(PERMIT, story=ToldToAll)
    carried = carried_file(newer, taken.file.model_dump(mode="json"))
    assert isinstance(take_over(newer, carried, taken.reading.stage, MORNING), Reading)


def test_an_edition_of_the_text_leaves_cases_alone_that_were_opened_before() -> None:
    assert isinstance(taken_over(answering(), replace(PERMIT, story=ToldToNew, text=2)), Reading)


def test_a_case_opened_under_an_edition_of_the_text_is_told_by_it_for_life() -> None:
    newer = replace(PERMIT, story=ToldToNew, text=2)
    play = Play.opens(newer, request(), opening())

    assert (play.file.text, play.told("L-6")) == (2, [("L-6/1", "applicant", "2031-03-10")])
    assert isinstance(taken_over(play, replace(newer, text=3)), Reading)


def test_a_stage_of_another_name_is_journalled() -> None:
    play = answering()
    file = carried_file(PERMIT, play.file.model_dump(mode="json"))
    taken = take_over(PERMIT, file, "waiting-for-answer", MORNING)

    assert isinstance(taken, Admitted)
    assert taken.entry.body == {"stage": {"was": "waiting-for-answer", "is": "answering"}}
