"""A small process for tests of the kernel: an exhibitor asks for a permit.

The desk takes the request up in its turn, within ten working days (L-2); questions are served
(L-3) and answered within thirty days (L-4), or within ten working days of grace (L-5); the Board
rules within three months of the request, or a fourth by itself (L-1).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import JsonValue
from typing_extensions import override

from tests.kit.calendars import plain_calendar
from tests.kit.plays import Play, at
from workflows.kernel.case import standing_commands as messages
from workflows.kernel.case.declared import command, filing
from workflows.kernel.case.letters import Letter
from workflows.kernel.case.message import Message, StartMessage
from workflows.kernel.case.process import Asked, Identity, Process
from workflows.kernel.case.records import Opening
from workflows.kernel.case.refusal import Reason
from workflows.kernel.case.rows import Row
from workflows.kernel.law.rulebook import load_editions
from workflows.kernel.roles import Actor, Role
from workflows.kernel.story.story import Story
from workflows.kernel.story.waiting import turn_in
from workflows.kernel.worded import Worded

RULEBOOK = """
process = "permit"

[[edition]]
edition = "2020"
in_force_from = 2020-01-01

[edition.terms.ruling]
description = "The board rules on the request."
rule = "L-1"
name = { tr = "karar", en = "ruling" }
article = "m.1"
length = 3
unit = "months"
on_end = "extend"
awaits = "board"
reminders = [30, 10]
escalates_to = ["presidency", "ministry"]
extension = { rule = "L-1x", length = 1, unit = "months", max_count = 1, by = [], notify = [
  "applicant", "presidency"] }

[edition.terms.check]
description = "The desk looks at the request."
rule = "L-2"
name = { tr = "kontrol", en = "check" }
article = "m.2"
length = 10
unit = "working-days"
on_end = "escalate"
awaits = "directorate"
reminders = [3, 0]
escalates_to = ["presidency", "ministry"]
extension = { rule = "L-2x", unit = "working-days", max_count = 1, by = ["presidency"], notify = [
  "directorate"] }

[edition.terms.service]
description = "The questions are served."
rule = "L-3"
name = { tr = "tebliğ", en = "service" }
article = "m.3"
length = 5
unit = "working-days"
on_end = "escalate"
awaits = "review-department"
administrative = true

[edition.terms.answer]
description = "The applicant answers the questions."
rule = "L-4"
name = { tr = "cevap", en = "answer" }
article = "m.4"
length = 30
unit = "calendar-days"
expiry = "close-of-business"
on_end = "lapse"
awaits = "applicant"
reminders = [10, 3, 0]

[edition.terms.grace]
description = "The applicant answers after all."
rule = "L-5"
name = { tr = "ek süre", en = "grace" }
article = "m.5"
length = 10
unit = "working-days"
on_end = "lapse"
awaits = "applicant"
reminders = [3, 0]

[edition.figures]
"""


class Stage(Worded):
    """Where a request stands."""

    DESK = "desk", "Masada", "At the desk"
    QUESTIONS = "questions", "Sorular tebliğde", "Questions to be served"
    ANSWERING = "answering", "Cevap bekleniyor", "Answer awaited"
    GRACE = "grace", "Ek süre", "Days of grace"
    BOARD = "board", "Kurulda", "Before the Board"


class Office(Worded):
    """Who acts beside the exhibitor."""

    DIRECTORATE = "directorate", "Müdürlük", "Directorate"
    REVIEW_DEPARTMENT = "review-department", "İnceleme Dairesi", "Review Department"
    BOARD = "board", "Kurul", "Board"
    PRESIDENCY = "presidency", "Başkanlık", "Presidency"
    MINISTRY = "ministry", "Bakanlık", "Ministry"


@filing("file_request", tr="Başvuru", en="Request")
class Request(Message):
    """What the exhibitor asks for."""

    wants: str


@command(
    "take_to_desk",
    by=(Office.DIRECTORATE,),
    stage=Stage.DESK,
    rule="L-2",
    tr="Masaya alma",
    en="Take to the desk",
)
class DeskTurn(Message):
    """The desk takes the request up."""


@command(
    "record_service",
    by=(Office.REVIEW_DEPARTMENT,),
    stage=Stage.QUESTIONS,
    rule="L-3",
    tr="Tebliğ",
    en="Service",
)
class Service(messages.Service):
    """The questions are served."""


@command("answer", by=(Role.APPLICANT,), stage=Stage.ANSWERING, rule="L-4", tr="Cevap", en="Answer")
class Answer(Message):
    """The exhibitor's answer to the questions."""

    text: str
    pages: int


@command(
    "rule_on_request",
    by=(Office.BOARD, Office.PRESIDENCY),
    stage=Stage.BOARD,
    rule="L-1",
    tr="Karar",
    en="Ruling",
)
class Ruling(Message):
    """The Board's ruling."""

    ruling: Literal["granted", "denied"]
    ruled_on: date


def _wrong_with_request(request: Request) -> tuple[Reason, ...]:
    return (_reason("L-0", "nothing is asked for"),) if request.wants == "nothing" else ()


class Permit(Row):
    register: ClassVar[str] = "permits"
    ruled_on: date


class Questions(Letter):
    template = "questions"


class Grace(Letter):
    template = "grace"


class Ruled(Letter):
    template = "ruled"


class PermitStory(Story):
    """How a request becomes a permit."""

    @override
    async def run(self) -> Any:
        request = await self.filing(Request)
        self.judge_filing(lambda: _wrong_with_request(request))
        ruling_due = self.open("ruling", since=request)

        check = self.open("check", since=request)
        self.enqueue("desk", received=request)
        await self.expect(
            self.document(DeskTurn).reminded_by(check).granted_by(turn_in("desk", rule="L-2"))
        )

        service = await self.serve(Questions(), rule="L-3", by=Office.REVIEW_DEPARTMENT)
        term = self.open("answer", since=service.served_on)
        answer = await self.expect(self.document(Answer).by(term).judged_by(_wrong_with_answer))
        if answer is None:
            self.notify(Grace(), rule="L-5")
            ended_on = self.file.term(term.key).due_on
            assert ended_on is not None
            term = self.open("grace", since=ended_on)
            answer = await self.expect(self.document(Answer).by(term).at(Stage.GRACE))
            if answer is None:
                return await self.close("lapsed", rule="L-5")
        self.meet(term, by=answer)

        ruling = await self.expect(self.document(Ruling).reminded_by(ruling_due))
        if ruling.ruling == "granted":
            self.enter(Permit(ruled_on=ruling.ruled_on), self.file.file_no)
        self.notify(Ruled(), rule="L-6")
        return await self.close(ruling.ruling, rule="L-6")


def _wrong_with_answer(answer: Answer) -> Iterable[Reason]:
    if "?" in answer.text:
        yield _reason("L-4a", "the answer is a question")
    if answer.pages > 10:
        yield _reason("L-4b", "the answer has more than ten pages")


def _reason(rule: str, what: str) -> Reason:
    return Reason(rule=rule, what=what, why="the permit rules say so", do="mend it")


PERMIT = Process(
    name="permit",
    workflow_type="Permit",
    task_queue="permits",
    application=Request,
    story=PermitStory,
    asks=lambda request: Asked(applicant=None),
    identity=lambda file: Identity(),
    stages=Stage,
    offices=Office,
    decreed_by=(Office.MINISTRY, Role.REGISTRY),
    explained_by=(Office.PRESIDENCY,),
    order_decided_by=(Office.PRESIDENCY,),
    messages=(DeskTurn, Service, Answer, Ruling),
)

CLOSED = {
    date(2031, 4, 23): "Ulusal Egemenlik ve Çocuk Bayramı",
    date(2031, 5, 1): "Emek ve Dayanışma Günü",
    date(2031, 5, 19): "Atatürk'ü Anma, Gençlik ve Spor Bayramı",
    date(2031, 7, 15): "Demokrasi ve Millî Birlik Günü",
}
OPENS = "2031-03-10T10:00"
"""A Monday; the check is due at the end of Monday 24 March, the ruling at the end of 10 June."""
SERVED = "2031-03-18T15:00"
"""A Tuesday; the answer is due on Thursday 17 April at 17:30."""
ANSWER: dict[str, JsonValue] = {"text": "yes", "pages": 2}
ANSWER_DUE = "2031-04-17T17:30:00"


def opening() -> Opening:
    """What the registers say when a request is filed."""
    return Opening(
        calendar=plain_calendar(CLOSED),
        rulebook=load_editions(RULEBOOK)[0],
    )


def request(wants: str = "a stand") -> StartMessage:
    """A request, filed on a Monday morning."""
    applicant = Actor(role=Role.APPLICANT, id="person-1")
    body: dict[str, JsonValue] = {"wants": wants}
    return StartMessage(file_no="2031-0001", received_at=at(OPENS), actor=applicant, body=body)


def a_permit() -> Play:
    """A request that waits for the desk."""
    return Play.opens(PERMIT, request(), opening())


def at_service() -> Play:
    """A request that the desk has taken up; the questions are to be served."""
    play = a_permit()
    play.send("take_to_desk", Office.DIRECTORATE, "2031-03-17T09:30")
    return play


def answering() -> Play:
    """A request whose questions are served; the answer is awaited."""
    play = at_service()
    serve(play)
    return play


def serve(play: Play, served_on: str = SERVED[:10], received: str = SERVED) -> None:
    """Record the service of the questions."""
    body: dict[str, JsonValue] = {
        "notification": "L-3/1",
        "served_on": served_on,
        "means": "by-hand",
    }
    play.send("record_service", Office.REVIEW_DEPARTMENT, received, body)
