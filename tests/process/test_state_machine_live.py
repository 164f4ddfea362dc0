"""The gate alone and the running case agree on whatever arrives, by either way.

Hypothesis sends the commands of the state machine to a case on the real server, as updates and as
signals, and to a play of the same case at the gate. Both journals must say the same.
"""

from datetime import datetime, timedelta
from typing import Any, Literal

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from activities.database import transaction
from activities.journal.projection import verify_chain
from activities.registers.calendar import calendar_from
from starter.rehearsal.engine import Engine, Scene
from starter.runtime.serving import publish_editions
from tests.process.live import Live, Refused, a_review, filing
from tests.unit.textbook_review.drafts import BOOK, COEFFICIENT
from tests.unit.textbook_review.story import reviews
from tests.unit.textbook_review.story.oracle import SKEW
from tests.unit.textbook_review.story.senders import commands, wake_ups
from tests.unit.textbook_review.story.watched import Watched
from workflows.kernel.case.command import Command
from workflows.kernel.case.records import Entry, Opening, Verdict
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display import view
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.gate import Repeat
from workflows.textbook_review.offices import Office
from workflows.textbook_review.process import REVIEW

Way = Literal["update", "signal"]

# Between two instants of virtual time the server's clock runs on: nothing may fall due meanwhile.
A_MINUTE = timedelta(minutes=1)

TO_CORRECTION: list[tuple[str, str, reviews.Body]] = [
    ("take_up", Office.PRELIMINARY_COMMISSION, {}),
    ("record_preliminary_report", Office.PRELIMINARY_COMMISSION, reviews.preliminary()),
    (
        "hand_over_to_directorate",
        Office.BOOKS_BRANCH,
        {"anonymity_code": "K7-0312", "sealed_envelope_no": "Z-1"},
    ),
    (
        "propose_commission",
        Office.REVIEW_DEPARTMENT,
        {"members": reviews.REVIEWERS, "chair": "person-0"},
    ),
    ("approve_commission", Office.PRESIDENCY, {"approved": True, "approval_no": "O-1"}),
    ("assign_commission", Office.DIRECTORATE, reviews.order()),
    ("record_review_report", Office.REVIEW_COMMISSION, reviews.scored("82.40")),
    ("record_evaluation_report", Office.EVALUATION_COMMISSION, reviews.evaluated(agrees=True)),
    ("record_service", Office.REVIEW_DEPARTMENT, reviews.served("T-17.15a/1", "2031-03-19")),
]
"""Within nine days of the filing, one a day."""


class Twin:
    """One case twice: on the real server, and at the gate."""

    def __init__(self, live: Live, play: Watched) -> None:
        self.live = live
        self.play = play

    async def at(self, now: datetime) -> None:
        """Bring both to an instant."""
        self.play.reach(now, asleep=False)
        await self.live.cases.bring(now)
        await self.live.cases.drain(now)

    async def send(self, command: Command, way: Way) -> None:
        """Send a command to both."""
        judged = gate.admit(self.play.reading, command, self.play.now)
        if isinstance(judged, Admitted):
            self.play.commit(judged)
        elif isinstance(judged, Refusal) and way == "signal":
            self.play.commit(self.noted(command, judged))
        self.play.settle()
        envelope = command.envelope.model_dump(mode="json")
        await self.live.receive(command.name, envelope, told=True)
        if way == "signal":
            await self.live.handle.signal(command.name, envelope)
        else:
            no = isinstance(judged, Refusal) or self._was_refused(judged)
            assert await self._refused(command.name, envelope) is no, command
        await self.live.cases.drain(self.play.now)

    def _was_refused(self, judged: Admitted | Repeat) -> bool:
        """A repeat of a refused signal gets that refusal again."""
        if isinstance(judged, Admitted):
            return False
        (first,) = [e for e in self.play.journal if e.command_id == judged.command_id]
        return first.kind == "refused"

    def noted(self, command: Command, refusal: Refusal) -> Admitted:
        """A refused signal is journalled with its reason; its ID stands for it from then on."""
        known = self.play.file.digest_of(command.envelope.command_id)
        return gate.note(
            self.play.reading,
            kind="refused",
            name=command.name,
            body=refusal.model_dump(mode="json"),
            at=command.counts_from,
            now=self.play.now,
            command=None if known else command,
        )

    async def _refused(self, name: str, envelope: dict[str, Any]) -> bool:
        try:
            await self.live.send(name, envelope)
        except Refused:
            return True
        return False


def quiet_from(play: Watched, instant: datetime) -> datetime:
    """Return an instant, or the next after which nothing falls due for a minute."""
    ahead = Watched(REVIEW, play.reading, play.now, [*play.journal])
    ahead.reach(instant, asleep=False)
    while ahead.file.decision is None and (due := view.next_of(ahead.file)) is not None:
        if due.at > instant + A_MINUTE:
            break
        instant = due.at + timedelta(seconds=1)
        ahead.reach(instant, asleep=False)
    return instant


def as_registered(command: Command) -> Command:
    """Let the registers say what those of the server say: its turn, no ban, the coefficient."""
    if command.name == "file_objection" and "items" in command.envelope.body:
        body = {**command.envelope.body, "fee": None}
        body |= {"fee": {"amount": "48750.00", "paid_on": "2031-03-07", "receipt_no": "D-99"}}
        envelope = command.envelope.model_copy(update={"body": body})
        command = command.model_copy(update={"envelope": envelope})
    if command.verdict is None:
        return command
    known = {"coefficient": str(COEFFICIENT)} if command.name == "file_objection" else {}
    return command.model_copy(update={"verdict": Verdict(granted=True, facts=dict(known))})


async def in_correction(live: Live, scene: Scene) -> Twin:
    """A review in correction, on the server and at the gate, with one calendar."""
    start = filing()
    async with transaction(scene.pool) as conn:
        calendar = await calendar_from(conn, start.received_at.year)
    known = Opening(calendar=calendar, rulebook=BOOK, known={"coefficient": str(COEFFICIENT)})
    twin = Twin(live, Watched.opens(REVIEW, start, known))
    for days, (name, role, body) in enumerate(TO_CORRECTION, start=1):
        now = start.received_at + timedelta(days=days)
        await twin.at(now)
        received = now.replace(tzinfo=None).isoformat()
        await twin.send(twin.play.command(name, role, received, body), "update")
    assert twin.play.stage == "correction"
    return twin


def said(entries: tuple[Entry, ...] | list[Entry]) -> list[tuple[str, str, str, datetime]]:
    """What both journals must say alike."""
    return [(e.kind, e.name, e.rule, e.counts_from) for e in entries]


@settings(
    max_examples=3,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
async def test_a_running_case_journals_what_the_gate_says(
    engine: Engine, data: st.DataObject
) -> None:
    """Design, section 2, invariants 3 and 4: one gate, and no command is ignored."""
    async with engine.scene() as scene:
        await publish_editions(scene.pool)
        async with a_review(scene) as live:
            twin = await in_correction(live, scene)
            sent: list[Command] = []
            for n in range(8):
                now = quiet_from(twin.play, data.draw(wake_ups(twin.play), label="now"))
                await twin.at(now)
                if twin.play.file.decision is not None:
                    break
                new = commands(twin.play, now, f"c-{n}").map(lambda one: as_registered(one.command))
                sent.append(
                    data.draw(st.one_of(new, new, new, *[st.sampled_from(sent)] * bool(sent)))
                )
                if sent[-1].counts_from <= now + SKEW:
                    await twin.send(sent[-1], data.draw(st.sampled_from(["update", "signal"])))
            journal = await live.journal()
            assert said(journal) == said(twin.play.journal)
            async with scene.pool.acquire() as conn:
                report = await verify_chain(conn, live.case_id)
            assert report.holds
            assert report.entries == len(twin.play.journal)
