"""Corrections: a mistyped document entered anew by whoever entered it, before it was acted on.

Both entries stay in the journal; the story reads the document as it was corrected.

    @command("correct_answer", by=(Role.APPLICANT,), stage=None, rule="L-4", tr=…, en=…)
    class AnswerCorrection(Correction):
        corrects = Answer
        corrected: Answer
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from pydantic import JsonValue
from typing_extensions import override

from workflows.kernel.case.declared import spec_of
from workflows.kernel.case.file import CaseFile, Fact, sealed
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor
from workflows.kernel.values import Text


class Correction(Message):
    """A document entered anew, with the reason; a subclass says which and has it ``corrected``."""

    corrects: ClassVar[type[Message]]
    field: ClassVar[str | None] = None
    """The one field of the document that is entered anew; none: the whole of it."""
    reason: Text

    @override
    def filed(self, at: datetime, by: Actor) -> None:
        super().filed(at, by)
        anew = getattr(self, "corrected", None)
        if isinstance(anew, Message):
            anew.filed(at, by)


def corrected_file(file: CaseFile, kind: type[Message], body: dict[str, JsonValue]) -> CaseFile:
    """Return the file with a document as it was corrected, if ``kind`` corrects one.

    What a register has told of it is told anew, too.

    Args:
        file: The file; the correction is its last fact.
        kind: Of what was admitted.
        body: What was admitted.
    """
    if not issubclass(kind, Correction):
        return file
    name, anew = kind.corrects.command, body["corrected"]
    wrong = last_of(file, name)
    if wrong is None:  # the filing itself
        known = {**file.opening.known, **file.facts[-1].known}
        start = file.start.model_copy(update={"body": _anew(kind, file.start.body, anew)})
        opening = file.opening.model_copy(update={"known": known})
        return file.model_copy(update={"start": start, "opening": opening})
    known = {**wrong.known, **file.facts[-1].known}
    right = wrong.model_copy(update={"body": _anew(kind, wrong.body, anew), "known": known})
    facts = tuple(right if fact is wrong else fact for fact in file.facts)
    return file.model_copy(update={"facts": facts})


def last_of(file: CaseFile, name: str) -> Fact | None:
    """Return the document of a name that came last."""
    come = [fact for fact in file.facts if fact.name == name]
    return come[-1] if come else None


def wrong_with_correction(
    correction: Correction, file: CaseFile, harmless: Iterable[str]
) -> Iterable[Reason]:
    """Say why a document cannot be corrected: by somebody else, or after it was acted on.

    Args:
        correction: What is entered anew.
        file: The case.
        harmless: Names of commands that may have come since: they are not about it.
    """
    rule, name = spec_of(type(correction)).rule, correction.corrects.command
    wrong = last_of(file, name)
    by = _entered_by(correction, file)
    if by is None:
        yield Reason(
            rule=rule,
            what=f"there is no {name} to correct",
            why="what has been entered can be entered anew",
            do="enter it",
        )
        return
    if (correction.actor.role, sealed(correction.actor.id)) != (by.role, sealed(by.id)):
        yield Reason(
            rule=rule,
            what=f"{correction.actor.id} did not enter {name}",
            why="a document is corrected by whoever entered it",
            do=f"have it corrected by {by.id}",
        )
    passed = {type(correction).command, *harmless}
    since = [f.name for f in file.facts if f.n > (wrong.n if wrong else 1) and f.name not in passed]
    if since:
        yield Reason(
            rule=rule,
            what=f"{since[0]} has been built on {name}",
            why="a document is corrected as long as nothing has been decided on it",
            do="bring the mistake before whoever decides next",
        )


def _entered_by(correction: Correction, file: CaseFile) -> Actor | None:
    """Return who entered what is corrected; the filing is what no command brings into the case."""
    wrong = last_of(file, correction.corrects.command)
    if wrong is not None:
        return wrong.actor
    return None if spec_of(correction.corrects).roles else file.start.actor


def _anew(kind: type[Correction], body: dict[str, JsonValue], anew: Any) -> dict[str, JsonValue]:
    return dict(anew) if kind.field is None else {**body, kind.field: anew}
