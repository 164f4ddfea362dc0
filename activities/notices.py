"""Notices: reminders and official notifications, and where they go.

One notice per case, occasion and addressee, however often it is recorded. The mailer sends them;
addresses lie in the dossier and with the offices, and nowhere else.
"""

from collections.abc import Iterable, Mapping
from email.utils import parseaddr

from pydantic import AwareDatetime, JsonValue

from activities.database import Connection, queries
from workflows.kernel.act import Frozen
from workflows.kernel.records import Notice

_SQL = queries("notices")

_OPEN = frozenset({"open", "paused", "ended"})


class NoticeRow(Frozen):
    """One notice as it stands: drawn up, and what became of it."""

    occasion: str
    addressee: str
    kind: str
    rule: str
    template: str
    facts: dict[str, JsonValue]
    dated_at: AwareDatetime
    sent_at: AwareDatetime | None
    withdrawn_at: AwareDatetime | None
    message_id: str | None
    attempts: int
    failed: str | None


async def draw_up(conn: Connection, case_id: str, notices: Iterable[Notice]) -> None:
    """Enter notices for the mailer; one that is there already is left as it is."""
    rows = [
        (
            case_id,
            notice.occasion,
            notice.addressee,
            notice.kind,
            notice.rule,
            notice.template,
            notice.facts,
            notice.dated_at,
        )
        for notice in notices
    ]
    await conn.executemany(_SQL["insert_notice"], rows)


async def withdraw_reminders(
    conn: Connection, case_id: str, terms: Iterable[Mapping[str, JsonValue]]
) -> None:
    """Take back unsent reminders of terms that are no longer open: nobody has to hurry any more.

    Args:
        conn: In the transaction that records what closed them.
        case_id: Whose reminders.
        terms: The case's terms as its projection shows them, each with ``key`` and ``state``.
    """
    still_open = [str(term["key"]) for term in terms if term["state"] in _OPEN]
    await conn.execute(_SQL["withdraw_reminders"], case_id, still_open)


async def unaddressed(conn: Connection, case_id: str) -> tuple[str, ...]:
    """Return the addressees for whom a notice of the case waits without an address."""
    rows = await conn.fetch(_SQL["unaddressed"], case_id)
    return tuple(row["addressee"] for row in rows)


async def notices_of(conn: Connection, case_id: str) -> tuple[NoticeRow, ...]:
    """Return every notice of a case, oldest first."""
    rows = await conn.fetch(_SQL["notices_of"], case_id)
    return tuple(NoticeRow.model_validate(dict(row)) for row in rows)


# -- addresses ---------------------------------------------------------------------------------


async def put_applicant(
    conn: Connection, subject: str, *, name: str | None = None, email: str | None = None
) -> None:
    """Enter who an applicant is; what is left out stays as it was. Wakes the mailer."""
    await conn.execute(_SQL["put_applicant"], subject, name, _mailable(email))


async def link_case(conn: Connection, case_id: str, subject: str) -> None:
    """Note whose case it is; asked again, the first answer stays."""
    await conn.execute(_SQL["know_applicant"], subject)
    await conn.execute(_SQL["link_case"], case_id, subject)


async def put_anonymity_code(conn: Connection, case_id: str, code: str) -> None:
    """Note the code under which commissions know a draft; a code once given stays."""
    await conn.execute(_SQL["put_anonymity_code"], case_id, code)


async def put_office(conn: Connection, role: str, *, name: str, email: str | None) -> None:
    """Enter where notices to an office go. Wakes the mailer."""
    await conn.execute(_SQL["put_office"], role, name, _mailable(email))


def _mailable(email: str | None) -> str | None:
    if email is not None and parseaddr(email)[1] != email:
        raise ValueError("an e-mail address alone is needed, without a name or brackets")
    return email
