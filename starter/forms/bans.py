"""The register of bans beside any case: entered on a decision, lifted on another (R-S.13)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from activities.database import Connection
from activities.textbook.sanctions import lifting_of, put_decided, put_lifting, sanction_of
from starter.client.answers import Refused
from starter.forms.form import read, refuse
from starter.runtime.serving import editions_of
from workflows.kernel.law.rulebook import NotInForce, Rulebook, edition_on
from workflows.kernel.roles import Actor
from workflows.textbook_law.ban_forms import (
    BanEntry,
    breaches_of_entry,
    breaches_of_lifting,
)
from workflows.textbook_law.registers import BanLifting, Sanction
from workflows.textbook_review.process import REVIEW


async def enter_ban(
    conn: Connection, actor: Actor, form: BanEntry | Mapping[str, Any], *, on: date
) -> Sanction:
    """Enter a ban on a finding that no case has recorded; the same again changes nothing.

    Args:
        conn: In a transaction.
        actor: The Presidency, or the registry for it.
        form: A `BanEntry`, or its fields.
        on: Day of the act, in Istanbul.

    Raises:
        Refused: With all reasons.
    """
    filled = read(BanEntry, form, "R-S.13")
    book = _book_of(filled.decided_on)
    ban = filled.sanction_by(book)
    known = await sanction_of(conn, ban.id)
    refuse(breaches_of_entry(filled, by=actor, on=on, known=known, book=book))
    await put_decided(conn, ban, decision_no=filled.decision_no, by=actor.id)
    return ban


async def lift_ban(
    conn: Connection, actor: Actor, form: BanLifting | Mapping[str, Any], *, on: date
) -> BanLifting:
    """Lift a ban from a day on; the same again changes nothing (R-S.13).

    Applications from that day on are accepted; what was refused before stays refused, and is filed
    again. Open cases hear of it when they ask the register next.

    Args:
        conn: In a transaction.
        actor: The Presidency, or the registry for it.
        form: A `BanLifting`, or its fields.
        on: Day of the act, in Istanbul.

    Raises:
        Refused: With all reasons.
    """
    filled = read(BanLifting, form, "R-S.13")
    ban = await sanction_of(conn, filled.ban)
    before = await lifting_of(conn, filled.ban)
    refuse(breaches_of_lifting(filled, by=actor, on=on, ban=ban, before=before))
    await put_lifting(conn, filled, by=actor.id)
    return filled


def _book_of(day: date) -> Rulebook:
    try:
        return edition_on(editions_of(REVIEW), day)
    except NotInForce as early:
        raise Refused.because(
            "R-S.13",
            what=f"the decision is of {day}: {early}",
            why="the length of a ban is that of the regulation of its day",
            do="leave it out: a ban of that time has ended long ago",
        ) from early
