"""What the institution's screens show of a course (§6, §7, §8a), derived from where it stands."""

from collections.abc import Mapping, Sequence

from workflows.course.messages.course import Plan
from workflows.course.rules.ending import document_of
from workflows.course.stages import Outcome, Stage

IN_APPROVAL = (
    Stage.PLANNED,
    Stage.AT_BRANCH_MANAGER,
    Stage.AT_DISTRICT_DIRECTOR,
    Stage.PLAN_CHANGE_APPROVAL,
    Stage.CLOSING_APPROVAL,
)


def screen(
    stage: Stage,
    plan: Plan,
    *,
    approvals: Mapping[str, bool] | None = None,
    outcome: Outcome | None = None,
) -> dict[str, str]:
    """Return the colours of a course on the screens (C-6.3, C-7.2, C-8.7, C-8.9, C-8.10).

    Args:
        stage: Where it stands.
        plan: The plan as last saved.
        approvals: Office of the chain, in its order, to whether it has approved.
        outcome: How it ended, once it is closed.

    Returns:
        ``course``: red while in approval, active, completed, or as it ended. ``approval/…``: the
        icon of each office while in approval, an hourglass or a green gear. ``gear``: grey until
        the end is approved, whatever grades are in; then green. ``printer``: grey from the end
        approval until the documents are issued; green makes them valid. ``document``: what they
        are called. ``notice``: ``stopped`` while a levelled course shows that printing is halted,
        which is not a failure.
    """
    if stage in IN_APPROVAL:
        return {"course": "red", **_icons(approvals or {})}
    if stage is Stage.END_APPROVED:
        shown = {"course": "active", "gear": "green", "printer": "grey"}
        shown["document"] = document_of(plan)
        return shown if plan.level is None else {**shown, "notice": "stopped"}
    if stage is Stage.CLOSED:
        ended = {"course": (outcome or Outcome.CLOSED).value}
        if outcome is not Outcome.COMPLETED:
            return ended
        return {**ended, "printer": "green", "document": document_of(plan)}
    return {"course": "active", "gear": "grey"}


def _icons(approvals: Mapping[str, bool]) -> dict[str, str]:
    return {
        f"approval/{office}": "green-gear" if given else "hourglass"
        for office, given in approvals.items()
    }


def approvals_of(acts: Sequence[bool | None], chain: Sequence[str]) -> dict[str, bool]:
    """Return who has approved what the chain has before it now (C-6.1, C-6.3).

    Args:
        acts: Its decisions in their order; None where something else was submitted or withdrawn.
        chain: Who approves, in this order.
    """
    given = 0
    for approved in acts:
        given = given + 1 if approved else 0
        if given == len(chain):
            given = 0
    return {office: place < given for place, office in enumerate(chain)}
