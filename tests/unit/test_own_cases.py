"""Nobody acts in a case that is not theirs: every process, every command, at the gate itself."""

from typing import Final

import pytest

from starter.client.processes import PROCESSES
from tests.kit.plays import Play
from tests.unit.agreement.story import cases as agreements
from tests.unit.beginnings import BEGINNINGS
from workflows.agreement.messages.agreement import Level
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.case.standing_commands import STANDING
from workflows.kernel.judgement import order
from workflows.kernel.roles import Actor

ONE_IN_THE_COUNTRY: Final = "there is one in the country"
SEATED: Final = "its seats are given case by case, and the process asks for them"

IN_EVERY_CASE: Final[dict[str, str]] = {
    "registry": "enters the papers of everybody, under its register number (V-5)",
    "operator": "does no legal act",
    "system": "is the case itself, whose IDs nobody else can write",
    "third-party": "anybody who has found an error may propose another text (m.28(3))",
    "ministry-unit": "the regulation names the unit concerned, by no institution",
    **dict.fromkeys(
        (
            *("ministry", "minister", "presidency", "board", "directorate", "general-directorate"),
            *("review-department", "books-branch", "publications-department", "revolving-fund"),
            "user-administrator",
        ),
        ONE_IN_THE_COUNTRY,
    ),
    **dict.fromkeys(
        ("preliminary-commission", "review-commission", "evaluation-commission"), SEATED
    ),
    "price-commission": "is formed for the whole year (m.33)",
}
"""Roles that act in the cases of everybody, and why; every other one is held to its own."""


def play_of(process: str) -> Play:
    """A case of a process; an agreement of a province, so that it has its Governor, too."""
    return (
        agreements.applied(Level.PROVINCE) if process == "agreement" else BEGINNINGS[process][0]()
    )


def judged(play: Play, command: str, actor: Actor) -> tuple[str, ...]:
    """Bring a command to the gate, and return what stands against it."""
    envelope = Envelope(command_id="yabanci-1", actor=actor)
    said = order.admit(
        play.reading, Command(name=command, envelope=envelope, counts_from=play.now), play.now
    )
    return tuple(reason.what for reason in said.reasons) if isinstance(said, Refusal) else ()


def against_strangers(actor: Actor) -> set[str]:
    """What the gate says of somebody who acts for others."""
    return {
        f"{actor.id} is not the {actor.role} of this case",
        f"{actor.role} acts for {actor.institution or 'no institution'}",
    }


@pytest.mark.parametrize("institution", [None, "YABANCI-9"])
@pytest.mark.parametrize("name", PROCESSES)
def test_nobody_acts_in_a_case_of_somebody_else(name: str, institution: str | None) -> None:
    """First-hour finding A3: anybody with the role of an applicant could end anybody's case."""
    process = PROCESSES[name]
    commands = [*(spec.name for spec in process.commands), *(kind.command for kind in STANDING)]
    senders = {role for spec in process.commands for role in spec.roles}
    play = play_of(name)
    let_in = []
    for role in process.roles:
        actor = Actor(role=role, id="yabanci-1", institution=institution)
        for command in commands:
            said = judged(play, command, actor)
            held = len(said) == 1 and said[0] in against_strangers(actor)
            # whoever no command is for is refused anyway
            fine = not held if role in IN_EVERY_CASE else held or (said and role not in senders)
            let_in += [] if fine else [(role, command, said)]
    assert let_in == []


def test_who_acts_everywhere_is_some_role() -> None:
    known = {role for process in PROCESSES.values() for role in process.roles}
    assert set(IN_EVERY_CASE) <= known
