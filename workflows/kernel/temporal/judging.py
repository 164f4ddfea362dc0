"""Judging one command within workflow tasks: no bug and no length of it stops the case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import JsonValue
from temporalio import workflow

from workflows.kernel.case.command import Command
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import gate, order
from workflows.kernel.judgement.order import Judged
from workflows.kernel.judgement.retelling import Steps
from workflows.kernel.story.reading import Reading
from workflows.kernel.story.waiting import Question

RETOLD = 50
"""Acts told again in one task at most."""

A_BREATH = timedelta(milliseconds=1)
"""A timer between two slices: the task ends, and what was settled is safe."""


@dataclass(frozen=True)
class DryRun:
    """What a validator has worked out of a command: its handler, in the same task, takes it over.

    No validator runs in a replay. The handler then judges for itself, and finds the same.
    """

    reading: Reading
    file: CaseFile
    command: Command
    now: datetime
    judged: Judged
    in_one_task: bool
    """Whether the handler, too, would have judged it without a breath."""

    def holds_of(self, reading: Reading, command: Command, now: datetime) -> bool:
        """Whether it is of this very command, and nothing has changed since."""
        same_case = self.reading is reading and self.file is reading.file
        return same_case and self.in_one_task and self.now == now and self.command == command


def dry_run(reading: Reading, command: Command, now: datetime) -> DryRun:
    """Judge a command without effect."""
    work, steps = judging(reading, command, now), 0
    while (judged := _next_step(work)) is None:
        steps += 1
    return DryRun(reading, reading.file, command, now, judged, in_one_task=steps < RETOLD)


async def in_slices(
    present: Callable[[], Reading], command: Command, known: DryRun | None = None
) -> Judged:
    """Judge a command; what makes many acts be told again takes more than one task.

    Args:
        present: Returns the case as it is. What is noted meanwhile makes it be judged anew.
        command: The command.
        known: What was worked out before, perhaps of this command.
    """
    if known is not None and known.holds_of(present(), command, workflow.now()):
        return known.judged
    while True:
        reading = present()
        file, work, steps = reading.file, judging(reading, command, workflow.now()), 0
        while (judged := _next_step(work)) is None:
            steps += 1
            if steps % RETOLD == 0:
                await workflow.sleep(A_BREATH)
        if present() is reading and reading.file is file:
            return judged


def judging(reading: Reading, command: Command, now: datetime) -> Steps[Judged]:
    """Judge a command; whatever that raises is a refusal, and never stops the case (V-13)."""
    try:
        return (yield from order.judging(reading, command, now))
    except Exception as bug:  # noqa: BLE001 - the one boundary around judging one message
        workflow.logger.exception("could_not_be_judged", extra={"command": command.name})
        return Refusal.because(
            "V-13",
            what=f"{command.name} could not be judged ({type(bug).__name__})",
            why="Vade has a fault; nothing of the command has taken effect",
            do="tell the operators, and send it again under a new command_id once it is mended",
        )


def question_for(reading: Reading, command: Command) -> tuple[Question, JsonValue] | None:
    """Return what a register must be asked before a command is judged, and which."""
    try:
        return gate.question_for(reading, command)
    except Exception:  # noqa: BLE001 - judged in a moment, and refused there
        return None


def _next_step(work: Steps[Judged]) -> Judged | None:
    """Go a step further; return what came of all of them once they are done."""
    try:
        next(work)
    except StopIteration as done:
        judged: Judged = done.value
        return judged
    return None
