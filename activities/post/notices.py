"""Notices: reminders and official notifications, and where they go.

One notice per case, occasion and addressee, however often it is recorded. The mailer sends them;
addresses lie in the dossier and with the offices, and nowhere else. A notice to a group,
``institution/*``, goes to each member of an agreement that has not reported, ``institution/**`` to
all: the case asks for it once, and hundreds of rows come about here.
"""

from collections.abc import Iterable
from email.utils import parseaddr
from typing import Any, Final, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, ValidationError

from activities.database import Connection, Pool, queries, transaction
from activities.faults import Unusable
from activities.post.numbering import OWN_SERIES, SERIES
from workflows.kernel.case.records import Notice
from workflows.kernel.values import Frozen, canonical

_SQL = queries("post/notices")

OPEN = frozenset({"open", "paused", "ended"})
"""States of terms whose reminders are still to go out."""

_MISSING: Final = "/*"
_EVERYBODY: Final = "/**"
_LETTER: Final = "notification"

_ASIDE: Final = 1000
"""Notices set aside in one transaction."""


class NoticeRow(Frozen):
    """One notice: as issued, and what became of it."""

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


class Undelivered(Frozen):
    """One notice that has not gone out, and why."""

    case_id: str
    occasion: str
    addressee: str
    kind: str
    dated_at: AwareDatetime
    state: Literal["no-address", "put-off", "given-up"]
    why: str | None
    """What the last attempt came to."""
    attempts: int
    next_try_at: AwareDatetime | None
    """None where nothing happens by itself."""


class _Group(BaseModel):
    """What the facts of a notice to a whole group say about whom it is for."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    level: Literal["institution", "district", "province"]


class _Missing(_Group):
    """What the facts of a notice to those who are missing say about whom it is for."""

    period: int = Field(ge=1)


_G = TypeVar("_G", bound=_Group)


def has_group(notices: Iterable[Notice]) -> bool:
    """Return whether a notice is to a whole group."""
    return any(_is_to_group(each) for each in notices)


def rows_of(notices: Iterable[Notice]) -> tuple[Any, ...]:
    """Return the notices to single addressees, column by column, and what numbers letters.

    Of that, two maps: the first letter of a rule to the series of its regulation, and offices that
    sign their own letters to theirs; none where nothing has to be numbered.
    """
    issued = tuple(notices)
    single = [each for each in issued if not _is_to_group(each)]
    return (
        [each.occasion for each in single],
        [each.addressee for each in single],
        [each.kind for each in single],
        [each.rule for each in single],
        [each.template for each in single],
        [canonical(each.facts) for each in single],
        [each.dated_at for each in single],
        *((SERIES, OWN_SERIES) if any(each.kind == _LETTER for each in issued) else (None, None)),
    )


async def draw_up_for_groups(conn: Connection, case_id: str, notices: Iterable[Notice]) -> None:
    """Enter notices to groups; what is there already is left as it is.

    One to ``institution/*`` is entered for each member of the agreement who owes the report on the
    ``period`` and ``level`` that its facts name, and has not filed it by now (A-11.3); one to
    ``institution/**`` for all who take part at that ``level``.

    Raises:
        Unusable: A notice to a group does not say which level and period it is about.
    """
    for each in notices:
        if each.addressee.endswith(_EVERYBODY):
            group = _group(_Group, case_id, each)
            await conn.execute(_SQL["insert_members_notice"], *_row(case_id, each), group.level)
        elif each.addressee.endswith(_MISSING):
            missing = _group(_Missing, case_id, each)
            row = (*_row(case_id, each), missing.level, missing.period)
            await conn.execute(_SQL["insert_group_notice"], *row)


def _is_to_group(notice: Notice) -> bool:
    return notice.addressee.endswith((_MISSING, _EVERYBODY))


def _row(case_id: str, notice: Notice) -> tuple[object, ...]:
    return (
        case_id,
        notice.occasion,
        notice.addressee,
        notice.kind,
        notice.rule,
        notice.template,
        notice.facts,
        notice.dated_at,
    )


def _group(kind: type[_G], case_id: str, notice: Notice) -> _G:
    try:
        return kind.model_validate(notice.facts)
    except ValidationError as wrong:
        raise Unusable(
            f"{case_id}: the notice {notice.occasion} to {notice.addressee} names no level and "
            "period, so nobody can tell who is missing"
        ) from wrong


async def unreachable(conn: Connection, case_id: str) -> tuple[str, ...]:
    """Return the addressees whom a notice of the case cannot reach: no address, or given up.

    Members of an agreement are named by their group: a case is not to carry hundreds of codes.
    """
    return tuple(await conn.fetchval(_SQL["unreachable"], case_id))


async def undelivered(conn: Connection, case_id: str | None = None) -> tuple[Undelivered, ...]:
    """Return what has no address, was put off or was given up, of one case or of all."""
    rows = await conn.fetch(_SQL["undelivered"], case_id)
    return tuple(Undelivered.model_validate(dict(row)) for row in rows)


async def retry(
    conn: Connection, case_id: str | None = None, *, addressee: str | None = None
) -> int:
    """Make due at once what was put off or given up, and return how many notices that is."""
    return int(await conn.fetchval(_SQL["retry"], case_id, addressee))


async def withdraw_given_up(conn: Connection, case_id: str, *, addressee: str | None = None) -> int:
    """End notices of a case that were given up: their readers know in another way."""
    return int(await conn.fetchval(_SQL["withdraw_given_up"], case_id, addressee))


async def set_aside(pool: Pool) -> None:
    """Put off what nobody has an address for until one comes, at the latest for an hour."""
    while await pool.fetchval(_SQL["lack_an_address"]):
        async with transaction(pool) as conn:
            await conn.execute(_SQL["wait_for_addresses"])
            await conn.execute(_SQL["set_aside"], _ASIDE)


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


async def put_anonymity_code(conn: Connection, case_id: str, code: str) -> None:
    """Note the code under which commissions know a draft; a code once given stays."""
    await conn.execute(_SQL["put_anonymity_code"], case_id, code)


async def put_office(conn: Connection, role: str, *, name: str, email: str | None) -> None:
    """Enter where notices to an office go. Wakes the mailer."""
    await conn.execute(_SQL["put_office"], role, name, _mailable(email))


async def office_name(conn: Connection, role: str) -> str | None:
    """Return what an office is called, by the register of offices; none if that has none."""
    name: str | None = await conn.fetchval(_SQL["office_name"], role)
    return name


def _mailable(email: str | None) -> str | None:
    if email is not None and parseaddr(email)[1] != email:
        raise ValueError("an e-mail address alone is needed, without a name or brackets")
    return email
