"""What a review costs in history (design, section 8), measured on one that is walked to its end.

Its way has every step of a usual review: a commission that is not approved at first, one
correction, and the follow-up form. Events that virtual time adds are not counted.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from temporalio.api.enums.v1 import EventType

from starter.rehearsal.engine import Scene
from tests.budgets import PROPERTY
from tests.process.live import REVIEWERS, Live, a_review

A_COMMAND, A_REMINDER = 15, 11
"""Events at most."""
A_REVIEW, BYTES = 400, 300_000
"""Events and bytes at most, of a review accepted after one correction."""


@dataclass
class Measured:
    """One review, and what each act has added to its history."""

    case: Live
    commands: list[tuple[int, str]] = field(default_factory=list)
    reminders: list[tuple[int, str]] = field(default_factory=list)

    async def command(self, name: str, act: Callable[[], Awaitable[object]]) -> None:
        """Let somebody act, and wait until the case is at rest again."""
        before = await self.case.events()
        await act()
        await self.case.rest()
        self.commands.append((await self.case.events() - before, name))

    async def reminder(self, when: str) -> None:
        """Bring the case to the instant of one reminder."""
        before, entries = await self.case.events(), len(await self.case.journal())
        await self.case.at(when)
        (entry,) = (await self.case.journal())[entries:]
        assert entry.kind == "reminder", entry
        self.reminders.append((await self.case.events() - before, f"{entry.name} on {when[:10]}"))

    async def to_review(self) -> None:
        """Be taken up, coded, and given to a commission at the second proposal."""
        case = self.case
        await case.at("2031-03-17T10:00")
        await self.command("take_up", lambda: case.update("take_up", "preliminary-commission"))
        await self.command("record_preliminary_report", case.examine)
        await self.command("hand_over_to_directorate", case.hand_over)
        await self.command("propose_commission", self.proposes)
        refused = {"approved": False, "approval_no": "O-1", "reasons": "one of them is on leave"}
        await self.command(
            "approve_commission",
            lambda: case.update("approve_commission", "presidency", **refused),
        )
        await self.command("propose_commission", self.proposes)
        await self.command(
            "approve_commission",
            lambda: case.update("approve_commission", "presidency", approved=True, approval_no="O"),
        )
        await self.command("assign_commission", case.order)

    async def proposes(self) -> None:
        """Propose the usual commission."""
        await self.case.update(
            "propose_commission", "review-department", members=REVIEWERS, chair="field-0"
        )

    async def through_correction(self) -> None:
        """Be reviewed, sent back, reminded of, filed again, and reviewed and evaluated anew."""
        case = self.case
        await case.at("2031-04-10T10:00")
        await self.command("record_review_report", lambda: case.review("82.40"))
        await self.command("record_evaluation_report", case.evaluate)
        await case.at("2031-04-24T15:00")
        await self.command("record_service", lambda: case.serve("T-17.15a/1", "2031-04-24"))
        # T-22.1 is due on Friday 9 May: five days before is a Sunday; T-17.15b on 26 May
        for day in ("2031-05-02", "2031-05-08", "2031-05-09", "2031-05-16"):
            await case.at(f"{day}T08:59")
            await self.reminder(f"{day}T09:00")
        await self.command("submit_corrected_draft", case.refile)
        await self.command("take_up", lambda: case.update("take_up", "preliminary-commission"))
        await self.command("record_preliminary_report", case.examine)
        await self.command("record_review_report", lambda: case.review("92.00"))
        await self.command(
            "record_evaluation_report", lambda: case.evaluate(below_90=False, reasons="mended")
        )

    async def to_acceptance(self) -> None:
        """Be presented and accepted."""
        case = self.case
        await self.command("sign_follow_up_form", case.sign)
        await self.command("record_board_decision", lambda: case.rule("accept", "2031-05-16"))


async def test_a_review_stays_within_its_budgets(
    scene: Scene, record_property: Callable[[str, object], None]
) -> None:
    async with a_review(scene) as case:
        measured = Measured(case)
        await measured.to_review()
        await measured.through_correction()
        await measured.to_acceptance()
        decision = await case.handle.result()
        events, size = await case.events(), await case.size()

    assert (decision["outcome"], decision["rule"]) == ("accepted", "T-17.17b")
    dearest = max(measured.commands), max(measured.reminders)
    record_property(
        PROPERTY,
        f"budgets of a review after one correction: {events} events of {A_REVIEW} · "
        f"{size / 1000:.0f} kB of {BYTES // 1000} · "
        f"dearest command {dearest[0][0]} of {A_COMMAND} ({dearest[0][1]}) · "
        f"dearest reminder {dearest[1][0]} of {A_REMINDER} ({dearest[1][1]})",
    )
    assert [c for c in measured.commands if c[0] > A_COMMAND] == []
    assert [r for r in measured.reminders if r[0] > A_REMINDER] == []
    assert events <= A_REVIEW
    assert size <= BYTES


async def test_an_act_that_moves_no_occasion_leaves_the_timer_alone(scene: Scene) -> None:
    async with a_review(scene) as case:
        await case.at("2031-03-17T10:00")
        before = len((await case.history()).events)
        await case.update("take_up", "preliminary-commission")  # the queue is asked first
        await case.rest()
        added = [event.event_type for event in (await case.history()).events[before:]]
        assert EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED in added
        assert EventType.EVENT_TYPE_TIMER_STARTED not in added


async def test_a_command_by_signal_costs_as_little(scene: Scene) -> None:
    async with a_review(scene) as case:
        await case.at("2031-03-17T10:00")
        before = await case.events()
        await case.signal("take_up", case.envelope("preliminary-commission", {}))
        assert (await case.view())["stage"] == "preliminary-review"
        assert await case.events() - before <= A_COMMAND
