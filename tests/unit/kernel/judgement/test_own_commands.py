"""What a story asks the registers by itself, each time a round is over, until its term ends."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from pydantic import JsonValue
from typing_extensions import override

from tests.kit.calendars import plain_calendar
from tests.kit.plays import Play, at
from workflows.kernel.case.command import Command
from workflows.kernel.case.declared import command, filing
from workflows.kernel.case.letters import Letter
from workflows.kernel.case.message import Envelope, Message, StartMessage
from workflows.kernel.case.process import Asked, Identity, Process
from workflows.kernel.case.records import Opening
from workflows.kernel.case.refusal import Reason, Refusal
from workflows.kernel.judgement import gate
from workflows.kernel.law.rulebook import load_editions
from workflows.kernel.roles import VADE, Actor, Role
from workflows.kernel.story.reading import Reading
from workflows.kernel.story.story import Story
from workflows.kernel.story.waiting import Awaited, Question
from workflows.kernel.temporal.commands import envelope_of
from workflows.kernel.worded import Worded

RULEBOOK = """
process = "loan"

[[edition]]
edition = "2020"
in_force_from = 2020-01-01

[edition.terms.loan]
description = "The book is brought back."
rule = "L-1"
name = { tr = "ödünç", en = "loan" }
article = "m.1"
length = 10
unit = "calendar-days"
expiry = "midnight"
roll = "none"
on_end = "lapse"
awaits = "applicant"

[edition.terms.round]
description = "The stock is counted."
rule = "L-2"
name = { tr = "sayım", en = "count" }
article = "m.2"
length = 3
unit = "calendar-days"
expiry = "midnight"
roll = "none"
on_end = "release"
awaits = "directorate"

[edition.figures]
"""


class Office(Worded):
    """Who acts beside the borrower."""

    DIRECTORATE = "directorate", "Müdürlük", "Directorate"


@filing("borrow", tr="Ödünç alma", en="Loan")
class Wish(Message):
    """What opens a loan."""


@command("bring_back", by=(Role.APPLICANT,), stage="on-loan", rule="L-3", tr="İade", en="Return")
class Return(Message):
    """The borrower brings some back."""


@command("seal_shelf", by=(Office.DIRECTORATE,), stage="on-loan", rule="L-4", tr="Mühür", en="Seal")
class Seal(Message):
    """From here on nobody has anything to send."""


@command("count_shelf", by=(Role.SYSTEM,), stage="on-loan", rule="L-2", tr="Sayım", en="Count")
class Count(Message):
    """How many are missing: the case asks."""

    round: int


class Counted(Letter):
    template = "counted"
    missing: JsonValue


class LoanStory(Story):
    """A loan of ten days; every three days the shelf is counted."""

    @override
    async def run(self) -> Any:
        wish = await self.filing(Wish)
        loan = self.open("loan", since=wish)
        nth, sealed = 1, False
        while True:
            people: list[Awaited[Any]] = (
                [] if sealed else [self.document(Return), self.document(Seal)]
            )
            over = self.open("round", since=wish, length=3 * nth, nth=nth)
            count = (
                self.document(Count)
                .after(over)
                .sent_by(Role.SYSTEM)
                .granted_by(Question("counts", "L-2", lambda asked: {"round": asked.round}))
                .judged_by(_of_nobody_else)
                .saying(round=nth)
            )
            match await self.first(*people, count).else_at(loan).held_at("on-loan"):
                case None:
                    return await self.close("over", rule="L-1")
                case Count() as counted:
                    missing = (counted.known or {}).get("missing")
                    self.notify(Counted(missing=missing), rule="L-2")
                    nth += 1
                case Seal():
                    sealed = True
                case _:
                    pass


def _of_nobody_else(count: Count) -> Iterable[Reason]:
    if count.actor != VADE:
        yield Reason(rule="L-2", what="counted by hand", why="the register knows", do="wait")


LOAN = Process(
    name="loan",
    workflow_type="Loan",
    task_queue="loans",
    application=Wish,
    story=LoanStory,
    asks=lambda wish: Asked(applicant=None),
    identity=lambda file: Identity(),
    offices=Office,
    messages=(Return, Seal, Count),
)

COUNTED = ["2031-03-14T00:00:01", "2031-03-17T00:00:01", "2031-03-20T00:00:01"]
"""Three, six and nine days after Monday 10 March, each to 24:00: asked a second later."""


@dataclass
class Loan(Play):
    """Its register always misses the number of the round."""

    @override
    def known_of(self, own: Command) -> dict[str, JsonValue]:
        return {"missing": own.envelope.body["round"]}


class Unanswered(Loan):
    """Its register has not answered yet."""

    @override
    def answers_itself(self) -> None:
        """Wait."""


def a_loan(kind: type[Loan] = Loan) -> Loan:
    """From Monday 10 March 2031; it ends with Thursday the 20th."""
    wish = StartMessage(
        file_no="2031-1",
        received_at=at("2031-03-10T10:00"),
        actor=Actor(role=Role.APPLICANT, id="person-1"),
        body={},
    )
    opening = Opening(
        calendar=plain_calendar(),
        rulebook=load_editions(RULEBOOK)[0],
    )
    return kind.opens(LOAN, wish, opening)


def counts(play: Play) -> list[str]:
    """The instants from which its counts count."""
    return [instant for _, name, instant in play.entries("command") if name == "count_shelf"]


# -- after ---------------------------------------------------------------------------------------


def test_a_case_asks_by_itself_once_the_term_before_it_is_over_and_not_earlier() -> None:
    play = a_loan()
    play.until("2031-03-13T23:59:59")
    assert gate.own_command(play.reading) is None
    assert counts(play) == []
    play.until("2031-03-14T00:00:01")

    assert counts(play) == COUNTED[:1]
    assert gate.own_command(play.reading) is None


def test_what_it_asks_is_a_command_of_its_own_with_the_one_body_it_can_have() -> None:
    play = a_loan(Unanswered)
    play.until("2031-03-14T00:00:01")
    own = gate.own_command(play.reading)

    assert own is not None
    assert (own.name, own.envelope.actor, own.envelope.body) == ("count_shelf", VADE, {"round": 1})
    assert own.counts_from == play.journal[-1].counts_from
    question = gate.question_for(play.reading, own)
    assert question is not None
    assert (question[0].by, question[1]) == ("counts", {"round": 1})


def test_the_answer_is_a_fact_and_the_story_goes_on_with_it() -> None:
    play = a_loan()
    play.until("2031-03-18T00:00")

    known = [fact.known for fact in play.file.facts if fact.name == "count_shelf"]
    assert known == [{"missing": 1}, {"missing": 2}]
    assert [n.facts["missing"] for n in play.notices if n.template == "counted"] == [1, 2]
    assert len({entry.command_id for entry in play.journal}) == len(play.journal) - 2


@pytest.mark.parametrize("role", [Office.DIRECTORATE, Role.APPLICANT, Role.OPERATOR])
def test_nobody_sends_it_for_the_case(role: str) -> None:
    play = a_loan()

    assert play.refused("count_shelf", role, "2031-03-12T10:00", {"round": 1})
    assert counts(play) == []


def test_its_ids_lie_where_no_sender_can_write() -> None:
    own = gate.own_command(_asking())
    assert own is not None
    assert own.envelope.command_id == "own/count_shelf.1"
    sent = own.envelope.model_dump(mode="json")

    assert isinstance(envelope_of(sent), Refusal)
    assert isinstance(envelope_of({**sent, "command_id": "count_shelf.1"}), Envelope)


def test_a_sender_who_guesses_such_an_id_takes_nothing_from_the_case() -> None:
    play = a_loan()
    play.send("bring_back", Role.APPLICANT, "2031-03-11T10:00", command_id="count_shelf.1")
    play.until("2031-03-14T00:00:01")

    assert counts(play) == COUNTED[:1]


def test_a_case_that_asked_under_the_ids_of_an_earlier_release_goes_on() -> None:
    play = a_loan()
    play.until("2031-03-14T00:00:01")
    assert play.file.digests == {}
    digests = {"count_shelf.1": "0" * 64}
    play.reading = replace(play.reading, file=play.file.model_copy(update={"digests": digests}))
    play.until("2031-03-17T00:00:01")

    assert counts(play) == COUNTED[:2]
    assert play.file.digests == digests


def _asking() -> Reading:
    play = a_loan(Unanswered)
    play.until("2031-03-14T00:00:01")
    return play.reading


# -- until ---------------------------------------------------------------------------------------


def test_at_the_end_of_its_term_the_story_goes_on_whatever_may_still_come() -> None:
    play = a_loan()
    play.send("bring_back", Role.APPLICANT, "2031-03-19T10:00")
    assert (play.stage, play.waiting_on) == ("on-loan", None)
    play.until("2031-03-21T12:00")

    assert play.outcome == ("over", "L-1", "2031-03-20")
    assert counts(play) == COUNTED


def test_it_waits_for_that_end_even_where_nothing_can_come_any_more() -> None:
    play = a_loan()
    play.send("seal_shelf", Office.DIRECTORATE, "2031-03-11T10:00")
    assert (play.outcome, play.stage, play.reading.awaited) == (None, "on-loan", ())
    play.until("2031-03-21T12:00")

    assert play.outcome == ("over", "L-1", "2031-03-20")
    assert counts(play) == COUNTED


# -- nth -----------------------------------------------------------------------------------------


def test_a_term_that_the_story_numbers_keeps_its_number_however_often_it_is_come_by() -> None:
    play = a_loan()
    for day in (11, 12, 15):
        play.send("bring_back", Role.APPLICANT, f"2031-03-{day}T10:00")
    play.until("2031-03-18T00:00")

    dues = {key: str(term.due_on) for key, term in play.file.terms.items() if term.rule == "L-2"}
    assert dues == {"L-2": "2031-03-13", "L-2#2": "2031-03-16", "L-2#3": "2031-03-19"}


def test_nobody_answers_for_a_register_under_the_name_of_the_case() -> None:
    """A sender may write any role; the ID of a case's own command nobody can write."""
    loan = a_loan(Unanswered)
    loan.until(COUNTED[0])

    [no] = loan.refused("count_shelf", Role.SYSTEM, "2031-03-14T00:00:02", {"round": 1})
    assert (no.rule, no.what) == ("L-2", "count_shelf is sent by the case itself")
