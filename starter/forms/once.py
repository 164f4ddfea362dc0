"""A form under its sender's own key: sent again, nothing is done twice."""

from datetime import datetime
from typing import NamedTuple

from pydantic import AwareDatetime, JsonValue

from activities.database import Pool, transaction
from activities.registers.filled import FilledForm, filled_under, keep_form
from starter.client.answers import Refused
from starter.forms.doors import DOORS, filled
from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen, digest


class Taken(NamedTuple):
    """A form that its register has taken."""

    filled_at: AwareDatetime
    answer: JsonValue
    again: bool
    """The same form had been sent before under this key."""


async def fill_in_once(
    pool: Pool, name: str, actor: Actor, form: Frozen, *, at: datetime, sender: str, key: str
) -> Taken:
    """Fill a form in under a key; what is refused leaves the key free.

    Args:
        pool: The database.
        name: Of the form's door.
        actor: Who fills it in.
        form: As it was filled in.
        at: When.
        sender: Whose key it is.
        key: Of their choice.

    Raises:
        Refused: With all reasons; the key stands for another form.
    """
    claim = digest([sender, key])
    # with the key, which is not kept: what a form says of people is not to be found by trying
    said = digest([key, name, actor.model_dump(mode="json"), form.model_dump(mode="json")])
    async with transaction(pool) as conn:
        if (before := await filled_under(conn, claim)) is not None:
            return _again(before, said, key)
        answer = await filled(conn, DOORS[name], actor, form, at=at)
        taken = FilledForm(form=name, digest=said, answer=answer, filled_at=at)
        await keep_form(conn, claim, taken, actor)
    return Taken(at, answer, again=False)


def _again(before: FilledForm, said: str, key: str) -> Taken:
    if before.digest != said:
        raise Refused.because(
            "V-6",
            what=f"the key {key} was used before for another form",
            why="a key stands for exactly one form, filled in once",
            do="send the new form under a new key",
        )
    return Taken(before.filled_at, before.answer, again=True)
