"""A command is declared once, beside its message; everything else follows from that."""

import importlib
import pkgutil

import pytest

from starter.client.processes import PROCESSES
from workflows.kernel.case.declared import CommandSpec, spec_of
from workflows.kernel.case.message import Message
from workflows.kernel.case.process import Process
from workflows.kernel.case.standing_commands import STANDING, Closure
from workflows.kernel.roles import Role
from workflows.textbook_review.messages.review import CorrectedDraft


def declared_in(room: str) -> set[type[Message]]:
    """Every message that a room declares, wherever in it."""
    package = importlib.import_module(room)
    found = set[type[Message]]()
    for each in pkgutil.walk_packages(package.__path__, f"{room}."):
        for value in vars(importlib.import_module(each.name)).values():
            if isinstance(value, type) and issubclass(value, Message) and "declared" in vars(value):
                found.add(value)
    return {kind for kind in found if kind.__module__.startswith(f"{room}.")}


@pytest.mark.parametrize("process", PROCESSES.values(), ids=PROCESSES)
def test_what_a_room_declares_its_process_understands(process: Process) -> None:
    assert declared_in(process.room) == {process.application, *process.messages}
    names = [spec.name for spec in (*process.commands, *map(spec_of, STANDING))]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("process", PROCESSES.values(), ids=PROCESSES)
def test_every_stage_outcome_and_command_has_words_in_both_languages(process: Process) -> None:
    commands = [spec.words for spec in map(spec_of, (process.application, *process.messages))]
    stages = [each.words for kind in (process.stages, process.outcomes) for each in kind]
    assert stages
    assert all(turkish and english for turkish, english in (*commands, *stages))
    assert set(process.awaiting_stages) <= set(process.stages)


def test_a_declaration_has_all_that_is_said_of_a_command() -> None:
    assert spec_of(CorrectedDraft) == CommandSpec(
        message=CorrectedDraft,
        name="submit_corrected_draft",
        roles=(Role.APPLICANT,),
        stage="correction",
        rule="T-17.15b",
        words=("Düzeltilmiş taslak", "Corrected draft"),
    )


def test_a_message_inherits_no_declaration() -> None:
    class Longer(Closure):
        """Not declared."""

    with pytest.raises(LookupError, match="Longer is not declared"):
        spec_of(Longer)
