"""Notices that the kernel itself draws up: what they say of a term."""

from pydantic import JsonValue

from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Notice
from workflows.kernel.law.term import Extension, Term


def facts_of(process: Process, file: CaseFile, term: Term, to: str) -> dict[str, JsonValue]:
    """Return what a letter to somebody about a term says; no personal data."""
    return {
        "file_no": process.name_for(file, to),
        "term": term.law.name.get("tr", term.rule),
        "article": term.law.article,
        "starts_on": term.starts_on.isoformat(),
        "due_on": term.due_on.isoformat() if term.due_on else None,
        "due_at": term.due_at.isoformat() if term.due_at else None,
    }


def notices_of_extension(
    process: Process, file: CaseFile, term: Term, extension: Extension, to: str
) -> tuple[Notice, ...]:
    """Tell everybody in a role that a term has been extended, and why."""
    return tuple(
        Notice(
            occasion=f"{term.key}/extension-reasons/{len(term.extensions)}",
            addressee=addressee,
            rule=extension.rule,
            kind="notification",
            template="term_extended",
            dated_at=extension.decided_at,
            facts={**facts_of(process, file, term, to), "reasons": extension.reason},
        )
        for addressee in process.addressees(file, to)
    )
