"""What the institution's screens show of a course (§7, §8a), derived from where it stands."""

from workflows.course.stages import Outcome, Stage

IN_APPROVAL = (
    Stage.PLANNED,
    Stage.AT_BRANCH_MANAGER,
    Stage.AT_DISTRICT_DIRECTOR,
    Stage.PLAN_CHANGE_APPROVAL,
    Stage.CLOSING_APPROVAL,
)


def screen(
    stage: Stage, *, levelled: bool = False, outcome: Outcome | None = None
) -> dict[str, str]:
    """Return the colours of a course on the screens (C-7.2, C-8.7, C-8.9, C-8.10).

    Args:
        stage: Where it stands.
        levelled: Whether its programme has levels.
        outcome: How it ended, once it is closed.

    Returns:
        ``course``: red while in approval, active, completed, or as it ended. ``gear``: grey until
        the end is approved, whatever grades are in; then green. ``printer``: grey from the end
        approval until the documents are issued; green makes them valid. ``notice``: ``stopped``
        while a levelled course shows that printing is halted, which is not a failure.
    """
    if stage in IN_APPROVAL:
        return {"course": "red"}
    if stage is Stage.END_APPROVED:
        shown = {"course": "active", "gear": "green", "printer": "grey"}
        return {**shown, "notice": "stopped"} if levelled else shown
    if stage is Stage.CLOSED:
        ended = {"course": (outcome or Outcome.CLOSED).value}
        return {**ended, "printer": "green"} if outcome is Outcome.COMPLETED else ended
    return {"course": "active", "gear": "grey"}
