"""Notices that the kernel itself draws up: what they say of a term."""

from pydantic import JsonValue

from workflows.kernel.file import CaseFile
from workflows.kernel.records import Notice
from workflows.kernel.term import Extension, Term

REASONS_OWED = "kendiliğinden uzadı; gerekçesi bildirilecek"
"""Stands for the reasons of an extension that came by itself until they are stated (R-T.15)."""


def facts_of(file: CaseFile, term: Term) -> dict[str, JsonValue]:
    """Return what a letter about a term says; no personal data."""
    return {
        "file_no": file.file_no,
        "term": term.law.name.get("tr", term.rule),
        "article": term.law.article,
        "starts_on": term.starts_on.isoformat(),
        "due_on": term.due_on.isoformat() if term.due_on else None,
        "due_at": term.due_at.isoformat() if term.due_at else None,
    }


def notice_of_extension(file: CaseFile, term: Term, extension: Extension, to: str) -> Notice:
    """Tell somebody that a term has been extended, and why."""
    return Notice(
        occasion=f"{term.key}/extension-reasons/{len(term.extensions)}",
        addressee=to,
        rule=extension.rule,
        kind="notification",
        template="term_extended",
        dated_at=extension.decided_at,
        facts={**facts_of(file, term), "reasons": extension.reason},
    )
