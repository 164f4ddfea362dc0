"""The loop that plays a scenario.

    drain ─▶ what comes next: an occasion of any open case, or the script?
      ▲              │
      │              ▼ bring every open case to exactly that instant, drain
      └── act ◀──────┘

At one instant the clock comes first: an occasion that is due is settled before anybody acts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from pydantic import JsonValue
from temporalio.client import WorkflowFailureError
from temporalio.exceptions import ApplicationError

from activities.database import transaction
from activities.journal.projection import timeline
from activities.journal.receipts import CommittedReceipt, Reply, commit_receipt, mark_delivered
from activities.post.notices import notices_of
from activities.registers.numbers import next_file_number
from starter.client.answers import OutOfReach, Refused
from starter.client.vade import Vade
from starter.forms.doors import DOORS, fill_in
from starter.rehearsal.checks import Check, Seen, checks, said
from starter.rehearsal.clock import Cases, Stuck
from starter.rehearsal.engine import Scene
from starter.rehearsal.report import Failure, Line
from starter.rehearsal.scenario import Expected, Scenario, Step
from starter.rehearsal.sheet import Place
from workflows.kernel.case.message import Answer, Envelope, StartMessage
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Entry
from workflows.kernel.case.refusal import Reason
from workflows.kernel.display.view import View
from workflows.kernel.law.calendar import local_day


@dataclass
class Played:
    """What came of it."""

    case_id: str = ""
    not_accepted: tuple[Reason, ...] = ()
    """Why the filing itself was refused, if it was."""
    ended_at: datetime | None = None
    refusals: list[Line] = field(default_factory=list)
    """Refused updates: they leave no trace in the case itself."""
    failures: list[Failure] = field(default_factory=list)
    looked_at: int = 0


@dataclass(frozen=True)
class _Cue:
    """One thing that the script brings at an instant."""

    at: datetime
    number: int
    step: Step
    receipt_only: bool = False
    """The front door receives the command; it is delivered to the case later."""


Onlooker: TypeAlias = Callable[[Place, Seen], None]
"""Sees each case that an expectation looks at, and where in the scenario the expectation stands."""


class Driver:
    """Plays one scenario on its scene."""

    def __init__(
        self,
        scenario: Scenario,
        process: Process,
        scene: Scene,
        followed: Mapping[str, Process] = MappingProxyType({}),
        looking_on: Onlooker | None = None,
    ) -> None:
        self._scenario = scenario
        self._process = process
        self._followed = followed
        self._scene = scene
        self._vade = Vade(scene.client, scene.pool)
        self._looking_on = looking_on
        self._committed: dict[int, CommittedReceipt] = {}
        self.cases = Cases(scene)
        self.played = Played(ended_at=scenario.opens)

    async def play(self) -> Played:
        """Open the case, follow the script to its end, then let the case run on alone.

        A case that does not come to rest is a failure like any other, and ends the play.
        """
        try:
            if await self._open():
                await self._follow()
        except Stuck as bug:
            check = Check((), "every case", "comes to rest", str(bug), holds=False)
            self._note((), f"after {said(self.played.ended_at)}", check)
        return self.played

    async def _follow(self) -> None:
        cues = _cues(self._scenario)
        while True:
            upcoming = await self.cases.next_occasion()
            instants = [at for at in (upcoming, cues[0].at if cues else None) if at is not None]
            if not instants:
                break
            now = max(min(instants), self._scenario.opens)
            if self._followed or (upcoming is not None and upcoming <= now):
                await self._settle(now)
            else:
                await self.cases.pass_to(now)
            while cues and cues[0].at <= now:
                if await self._act(cues.pop(0)):
                    await self._settle(now)
            self.played.ended_at = now
        end, first = self._scenario.expect, self.played.case_id
        await self._look(("expect",), "at the end", end, first)

    async def _settle(self, now: datetime) -> None:
        await self.cases.settle(now)
        if self._followed:
            await self._open_others(now)

    async def _open_others(self, now: datetime) -> None:
        """Open the cases that are owed, as the workers would; they go on beside the first."""
        if await self.cases.open_owed(now):
            await self.cases.drain(now)

    def process_behind(self, case_id: str) -> Process:
        """Return the process of a case that is played."""
        for process in self._followed.values():
            if case_id.startswith(f"{process.name}-"):
                return process
        return self._process

    def _case_of(self, step: Step) -> str:
        """Return the case that a step is about: the first, or one that has been opened since."""
        if step.case is None:
            return self.played.case_id
        for case_id in self.cases.known[1:]:
            if case_id.startswith(f"{step.case}-"):
                return case_id
        raise Stuck(f"no case of {step.case} has been opened by {said(step.at)}")

    # -- opening -------------------------------------------------------------------------------

    async def _open(self) -> bool:
        """Open the case at its instant; say whether there is one."""
        scenario, opens = self._scenario, self._scenario.opens
        async with transaction(self._scene.pool) as conn:
            file_no = scenario.file_no or await next_file_number(
                conn, self._process.name, local_day(opens).year, "scenario"
            )
        start = StartMessage(
            file_no=file_no, received_at=opens, actor=scenario.by, body=scenario.application
        )
        self.played.case_id = await self.cases.start(self._process, start)
        await self._settle(opens)
        if await self.cases.row(self.played.case_id) is None:
            self.played.not_accepted = await self._why_not_accepted()
        self._compare_refusal(
            ("refused",), "the filing", scenario.refused, self.played.not_accepted
        )
        return not self.played.not_accepted

    async def _why_not_accepted(self) -> tuple[Reason, ...]:
        try:
            await self.cases.handle(self.played.case_id).result()
        except WorkflowFailureError as failed:
            if isinstance(failed.cause, ApplicationError) and failed.cause.type == "Refused":
                return _reasons({"reasons": failed.cause.details[0]})
            raise
        raise Stuck(f"{self.played.case_id} ended without having been opened")

    # -- the script ----------------------------------------------------------------------------

    async def _act(self, cue: _Cue) -> bool:
        """Do what the script says; return whether a case may have been touched by it."""
        place: Place = ("steps", cue.number)
        if cue.step.expect is not None:
            case_id = self._case_of(cue.step)
            await self._look((*place, "expect"), _where(cue), cue.step.expect, case_id)
            return False
        if cue.step.fill_in is not None:
            refused = await self._fill_in(cue.step)
            self._compare_refusal((*place, "refused"), _where(cue), cue.step.refused, refused)
            return True
        receipt = self._committed.get(cue.number)
        if receipt is None:
            receipt = await self._receive(cue)
            self._committed[cue.number] = receipt
        if not cue.receipt_only:
            refused = await self._tell(cue, receipt)
            self._compare_refusal((*place, "refused"), _where(cue), cue.step.refused, refused)
        return not cue.receipt_only

    async def _fill_in(self, step: Step) -> tuple[Reason, ...]:
        """Fill in a form for the registers beside the case; return why it is refused."""
        assert step.fill_in is not None
        assert step.by is not None
        names_a_case = DOORS[step.fill_in].names_a_case
        about = {"case_id": self._case_of(step)} if names_a_case else {}
        form = {**about, **step.with_}
        try:
            await fill_in(self._scene.pool, step.fill_in, step.by, form, at=step.at)
        except Refused as no:
            return no.reasons
        return ()

    async def _receive(self, cue: _Cue) -> CommittedReceipt:
        """Take a command in at the front door, as of the script's instant."""
        step = cue.step
        assert step.send is not None
        assert step.by is not None
        envelope = Envelope(
            command_id=step.id or f"step-{cue.number + 1}",
            received_at=step.received or step.at,
            register_no=step.register_no,
            actor=step.by,
            body=await self._body(step),
        )
        async with transaction(self._scene.pool) as conn:
            return await commit_receipt(conn, self._case_of(step), step.send, envelope)

    async def _body(self, step: Step) -> dict[str, JsonValue]:
        """Return a command's body, with what ``$field`` stands for."""
        if not any(_is_reference(value) for value in step.with_.values()):
            return dict(step.with_)
        view = await self._vade.view(self._case_of(step))
        given = {
            name: value
            for command in view.allowed
            if command.name == step.send
            for name, value in command.given.items()
        }
        return {name: _resolved(value, given) for name, value in step.with_.items()}

    async def _tell(self, cue: _Cue, receipt: CommittedReceipt) -> tuple[Reason, ...]:
        """Deliver to the case what was received; return why it says no."""
        case_id, command = receipt.case_id, receipt.command
        if cue.step.as_ == "signal" and self.cases.is_open(case_id):
            await self._vade.signal(case_id, command, receipt.envelope)
            await self.cases.drain(cue.at)
            return await self._journalled_refusal(receipt)
        try:
            reply = await self._vade.deliver(case_id, command, receipt.envelope)
        except OutOfReach as silent:
            raise Stuck(await self.cases.why_stuck(case_id, cue.at)) from silent
        async with transaction(self._scene.pool) as conn:
            await mark_delivered(conn, case_id, receipt.command_id, reply)
        if not reply.admitted:
            return self._note_refusal(cue, receipt, reply)
        self.cases.answered(case_id, Answer.model_validate(reply.said).entry)
        return ()

    def _note_refusal(
        self, cue: _Cue, receipt: CommittedReceipt, reply: Reply
    ) -> tuple[Reason, ...]:
        reasons = _reasons(reply.said)
        assert receipt.envelope.received_at is not None, "every receipt is dated"
        self.played.refusals.append(
            Line(
                case_id=receipt.case_id,
                counts_from=receipt.envelope.received_at,
                settled_at=cue.at,
                kind="refused",
                name=receipt.command,
                rule=reasons[0].rule,
                actor=receipt.envelope.actor.role,
                stage=None,
                reasons=reasons,
            )
        )
        return reasons

    async def _journalled_refusal(self, receipt: CommittedReceipt) -> tuple[Reason, ...]:
        """A signal is not answered; what became of it is in the journal."""
        for entry in await self._entries(receipt.case_id):
            if entry.command_id == receipt.command_id and entry.kind == "refused":
                return _reasons(entry.body)
        return ()

    # -- looking -------------------------------------------------------------------------------

    async def _look(self, place: Place, where: str, expected: Expected, case_id: str) -> None:
        view = await self.cases.handle(case_id).query("view")
        async with self._scene.pool.acquire() as conn:
            notices = await notices_of(conn, case_id)
        seen = Seen(
            view=View.model_validate(view), notices=notices, entries=await self._entries(case_id)
        )
        if self._looking_on is not None:
            self._looking_on(place, seen)
        for check in checks(expected, seen):
            self._note(place, where, check)

    async def _entries(self, case_id: str) -> tuple[Entry, ...]:
        async with self._scene.pool.acquire() as conn:
            return await timeline(conn, case_id)

    def _compare_refusal(
        self, place: Place, where: str, expected: str | None, reasons: tuple[Reason, ...]
    ) -> None:
        rules = [reason.rule for reason in reasons]
        came = f"refused by {said(rules)}: {reasons[0].what}" if reasons else "admitted"
        wanted = f"refused by {expected}" if expected else "admitted"
        holds = expected in rules if expected else not reasons
        self._note(place[:-1], where, Check(place[-1:], "answer", wanted, came, holds))

    def _note(self, place: Place, where: str, check: Check) -> None:
        self.played.looked_at += 1
        if not check.holds:
            spot = self._scenario.spot((*place, *check.place))
            self.played.failures.append(
                Failure(
                    file=spot.file if spot else None,
                    line=spot.line if spot else None,
                    where=where,
                    what=check.what,
                    expected=check.expected,
                    came=check.came,
                )
            )


def _cues(scenario: Scenario) -> list[_Cue]:
    """Put the script in order of time; what is received earlier than delivered makes two cues."""
    cues = []
    for number, step in enumerate(scenario.steps):
        paper = step.register_no is not None  # the registry enters it later, under an earlier date
        if step.received is not None and step.received < step.at and not paper:
            cues.append(_Cue(step.received, number, step, receipt_only=True))
        cues.append(_Cue(step.at, number, step))
    return sorted(cues, key=lambda cue: cue.at)


def _where(cue: _Cue) -> str:
    what = cue.step.send or cue.step.fill_in
    sent = f", {what}" if what else ""
    return f"step {cue.number + 1} ({cue.step.at:%Y-%m-%d %H:%M}{sent})"


def _is_reference(value: JsonValue) -> bool:
    return isinstance(value, str) and value.startswith("$")


def _resolved(value: JsonValue, given: dict[str, JsonValue]) -> JsonValue:
    """Return what ``$field`` stands for; where it stands for nothing the case will say so."""
    if isinstance(value, str) and _is_reference(value):
        return given.get(value.removeprefix("$"), value)
    return value


def _reasons(said_no: JsonValue) -> tuple[Reason, ...]:
    assert isinstance(said_no, dict)
    stated = said_no["reasons"]
    assert isinstance(stated, list)
    return tuple(Reason.model_validate(reason) for reason in stated)
