"""Letters as values: what each says, and the notices by which it goes out.

A process declares its letters in its ``letters``, one class each, so that a fact that is missing is
a type error. A letter's fields are the variables of its template, in both languages; every figure
of law among them is taken from the rulebook of the case.
"""

from datetime import date, datetime
from typing import ClassVar, Self

from pydantic import AwareDatetime, JsonValue
from typing_extensions import override

from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Notice
from workflows.kernel.law.term import Term
from workflows.kernel.values import Frozen


class Letter(Frozen):
    """What one letter says; no personal data."""

    template: ClassVar[str]
    """Under which name its words are kept: ``rejected``."""
    kind: ClassVar[str] = "notification"
    """``notification``, ``reminder`` or ``escalation``."""

    def written(self) -> dict[str, JsonValue]:
        """Return it as notices carry it."""
        return self.model_dump(mode="json")


class TermFacts(Frozen):
    """What letters say of a term."""

    term: str
    term_en: str
    article: str
    starts_on: date
    due_on: date | None
    """None while the clock is paused."""
    due_at: AwareDatetime | None

    @classmethod
    def of(cls, term: Term) -> Self:
        """Return what is to be said of a term."""
        turkish = term.law.name.get("tr", term.rule)
        return cls(
            term=turkish,
            term_en=term.law.name.get("en", turkish),
            article=term.law.article,
            starts_on=term.starts_on,
            due_on=term.due_on,
            due_at=term.due_at,
        )


class AboutTerm(Letter):
    """A letter about a term."""

    about: TermFacts

    @override
    def written(self) -> dict[str, JsonValue]:
        """Return it as notices carry it: what it says of the term stands beside the rest."""
        rest = self.model_dump(mode="json", exclude={"about"})
        return {**self.about.model_dump(mode="json"), **rest}


class Reminder(AboutTerm):
    """To whoever has to act: the term ends soon."""

    template = "reminder"
    kind = "reminder"
    days_before: int | None


class Escalation(AboutTerm):
    """To the next office up: the term is over, and nothing has come."""

    template = "escalation"
    kind = "escalation"
    awaited: str
    """Role of who should have acted; the letter gives the name of the office."""
    step: int


class ExtensionReasonsOwed(AboutTerm):
    """To whoever has to act: the rule itself has extended the term, and reasons are owed."""

    template = "extension_reasons_owed"


class TermExtended(AboutTerm):
    """To those concerned: the term has been extended, and why."""

    template = "term_extended"
    reasons: str


def addressed(
    letter: Letter,
    process: Process,
    file: CaseFile,
    *,
    occasion: str,
    rule: str,
    to: str,
    at: datetime,
) -> tuple[Notice, ...]:
    """Address a letter to everybody whom a role reaches in a case.

    Args:
        letter: What it says.
        process: The process of the case.
        file: The case file.
        occasion: What it is about; a case has one notice of it to each addressee.
        rule: What asks for it.
        to: The role.
        at: The instant from which it counts.
    """
    issuer = process.issuer(file)
    signed = {} if issuer is None else {"issuer": issuer}
    return tuple(
        Notice(
            occasion=occasion,
            addressee=addressee,
            rule=rule,
            kind=letter.kind,
            template=letter.template,
            dated_at=at,
            facts={"file_no": process.name_for(file, to), **signed, **letter.written()},
        )
        for addressee in process.addressees(file, to)
    )
