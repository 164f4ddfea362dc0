"""Transition: a case is read for the first time by another build, between two acts.

What the new text says otherwise at the place where the case stands is drawn then, and is a journal
entry like any: nothing is swallowed, and nothing changes unseen.
"""

from datetime import datetime

from pydantic import JsonValue

from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.process import Process
from workflows.kernel.judgement.entry import Act, Admitted, journalled
from workflows.kernel.story.reading import Reading, read


def take_over(process: Process, file: CaseFile, stood: str, now: datetime) -> Reading | Admitted:
    """Read a carried file; where the text goes on from there, return the entry that says so.

    Args:
        process: The process, by today's text.
        file: What the case carried over.
        stood: The stage where it stood by the reading that carried it.
        now: The instant from which anything counts that is drawn only now.
    """
    reading = read(process, file, now)
    drawn = reading.notices or reading.registers or reading.file != file
    if reading.stage == stood and not drawn:
        return reading
    body: dict[str, JsonValue] = {"stage": {"was": stood, "is": reading.stage}}
    settled = reading.file.settled
    if new := {key: settled[key] for key in settled if key not in file.settled}:
        body["settled"] = new
    act = Act("transition", "text", "V-10", body=body)
    return journalled(act, before=file, reading=reading, counts_from=now, now=now)
