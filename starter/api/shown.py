"""What of a case somebody sees: everything here takes away, nothing adds."""

from typing import Final

from pydantic import JsonValue

from activities.journal.projection import CaseRow
from starter.api.access.policy import Grant
from starter.api.access.reach import Sight
from starter.api.desk import Reached
from starter.api.models import CaseListed, CaseShown, Step
from starter.client.processes import PROCESSES
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
    row, filed = reached.row, reached.unopened
    if row is not None:
        fields = {name: getattr(row, name) for name in CaseShown.model_fields if name != "view"}
        return CaseShown(**fields, view=shown)
    assert filed is not None, "a case is reached by its row or by its filing"
    return CaseShown(
        case_id=filed.case_id,
        process=filed.process,
        file_no=filed.file_no,
        stage="opening",
        waiting_on=None,
        received_at=filed.received_at,
        view=shown,
    )


def listed_for(grants: tuple[Grant, ...], row: CaseRow) -> CaseListed:
    """Return a case's row; whose it is, no reviewer learns."""
    blind = PROCESSES[row.process].blind
    seen = not any(grant.role in blind for grant in grants)
    own = {"held", "applicant"}
    fields = {name: getattr(row, name) for name in CaseListed.model_fields if name not in own}
    return CaseListed(**fields, held=len(row.pending), applicant=row.applicant if seen else None)


def step_for(reached: Reached, entry: Entry, lang: str) -> Step:
    """Return an entry of the journal as far as somebody sees it."""
    whole = sees_whole(reached, entry)
    return Step(
        n=entry.n,
        kind=entry.kind,
        name=entry.name,
        title=reached.process.word(entry.name, lang),
        rule=entry.rule,
        counts_from=entry.counts_from,
        settled_at=entry.settled_at,
        role=entry.actor.role,
        actor=entry.actor.id if whole else None,
        command_id=entry.command_id if whole else None,
        body=entry.body if whole else None,
        effects=entry.effects if whole else _public(entry.effects),
        hash=entry.hash,
    )


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
