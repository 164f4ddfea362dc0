"""What of a case somebody sees: everything here takes away, nothing adds."""

from typing import Final

from pydantic import JsonValue

from activities.journal.projection import CaseRow
from starter.api.access.policy import Grant
from starter.api.access.reach import Sight
from starter.api.desk import Reached
from starter.client.models import CaseListed, CaseShown, Step
from starter.client.processes import PROCESSES
from starter.client.shown import case_of, listed, step_of, unopened
from workflows.kernel.case.file import sealed
from workflows.kernel.case.records import Entry
from workflows.kernel.display.view import View
from workflows.kernel.roles import Role

PUBLIC_EFFECTS: Final = ("terms", "stage", "decision")
"""What everybody in a case may know of an act: the dates that it moved, and how the case stands."""


def view_for(reached: Reached, view: View) -> View:
    """Return a case's view as far as somebody sees it."""
    roles = {grant.role for grant in reached.grants}
    office = reached.sight is Sight.OFFICE
    allowed = tuple(
        # what is filled in may name members of a commission
        each if roles.intersection(each.roles) else each.model_copy(update={"given": {}})
        for each in view.allowed
    )
    if office:
        return view.model_copy(update={"allowed": allowed})
    pending = tuple(
        each.model_copy(update={"because": "", "outcomes": None}) for each in view.pending
    )
    taken = {"allowed": allowed, "pending": pending, "needs_attention": (), "parked": None}
    return view.model_copy(update=taken)


def case_for(reached: Reached, view: View | None) -> CaseShown:
    """Return one case."""
    shown = None if view is None else view_for(reached, view)
    if reached.row is not None:
        return case_of(reached.row, shown)
    assert reached.unopened is not None, "a case is reached by its row or by its filing"
    return unopened(reached.unopened, shown)


def listed_for(grants: tuple[Grant, ...], row: CaseRow) -> CaseListed:
    """Return a case's row; whose it is, no reviewer learns."""
    blind = PROCESSES[row.process].blind
    seen = not any(grant.role in blind for grant in grants)
    return listed(row) if seen else listed(row).model_copy(update={"applicant": None})


def step_for(reached: Reached, entry: Entry, lang: str) -> Step:
    """Return an entry of the journal as far as somebody sees it."""
    step = step_of(reached.process, entry, lang)
    if sees_whole(reached, entry):
        return step
    taken = {"actor": None, "command_id": None, "body": None, "effects": _public(entry.effects)}
    return step.model_copy(update=taken)


def sees_whole(reached: Reached, entry: Entry) -> bool:
    """Whether what an entry brought is theirs to read."""
    if reached.sight is Sight.OFFICE:
        return True
    if reached.sight is Sight.BLIND and entry.actor.role in reached.process.blind:
        return True
    actor = entry.actor
    return actor.role != Role.SYSTEM and any(
        (grant.role, sealed(grant.id)) == (actor.role, sealed(actor.id)) for grant in reached.grants
    )


def _public(effects: JsonValue) -> JsonValue:
    if not isinstance(effects, dict):
        return None
    return {name: effects[name] for name in PUBLIC_EFFECTS if name in effects}
