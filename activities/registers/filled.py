"""Forms as the door took them in, each under its sender's own key; what they say is not kept."""

from pydantic import AwareDatetime, JsonValue

from activities.database import Connection, queries
from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen

_SQL = queries("registers/filled")


class FilledForm(Frozen):
    """One form that was taken in."""

    form: str
    digest: str
    """Of all that its sender wrote, and of their key."""
    answer: JsonValue
    """What the register answered."""
    filled_at: AwareDatetime


async def filled_under(conn: Connection, claim: str) -> FilledForm | None:
    """Return the form that was taken in under a key; whoever asks at the same time waits."""
    await conn.execute(_SQL["lock_claim"], claim)
    row = await conn.fetchrow(_SQL["filled_under"], claim)
    return None if row is None else FilledForm.model_validate(dict(row))


async def keep_form(conn: Connection, claim: str, filled: FilledForm, by: Actor) -> None:
    """Note a form that its register has taken, in the transaction in which it did."""
    await conn.execute(
        _SQL["keep_form"],
        claim,
        filled.form,
        filled.digest,
        filled.answer,
        by.role,
        by.id,
        filled.filled_at,
    )
