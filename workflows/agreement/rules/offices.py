"""Which office runs an agreement, who signs it and who approves its costs (A-8.2, A-8.3, A-8.6)."""

from workflows.agreement.messages.agreement import Level, Signatory
from workflows.agreement.offices import Office
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor

_OFFICES = {
    Level.DISTRICT: Office.DISTRICT_DIRECTORATE,
    Level.PROVINCE: Office.PROVINCIAL_DIRECTORATE,
    Level.GENERAL: Office.DIRECTORATE_GENERAL,
}


def office_of(level: Level) -> Office:
    """Return which office judges, issues and follows an agreement (A-7.1, A-8.2, A-11.1, R-A.9)."""
    return _OFFICES[level]


def signatory_of(level: Level) -> Signatory:
    """Return for whom it is signed: the directors, and the Minister for the country (A-8.3)."""
    match level:
        case Level.DISTRICT:
            return Office.DISTRICT_DIRECTORATE
        case Level.PROVINCE:
            return Office.PROVINCIAL_DIRECTORATE
        case Level.GENERAL:
            return Office.MINISTER


def cost_approver_of(level: Level) -> Office:
    """Return who lets the public side bear costs: merkezde Bakan, taşrada Vali (A-8.6)."""
    return Office.MINISTER if level is Level.GENERAL else Office.GOVERNOR


def breaches_of_office(level: Level, *, by: Actor, rule: str) -> tuple[Reason, ...]:
    """Return why somebody may not act for the public side: the office of the area does (A-8.2).

    Args:
        level: Level of the agreement.
        by: Who acts.
        rule: What the act is for.
    """
    return breaches_of_actor(office_of(level), by=by, rule=rule)


def breaches_of_actor(role: str, *, by: Actor, rule: str) -> tuple[Reason, ...]:
    """Return why somebody may not act where at this level one role does.

    Args:
        role: The office that runs it.
        by: Who acts.
        rule: What the act is for.
    """
    if by.role == role:
        return ()
    return (
        Reason(
            rule=rule,
            what=f"{by.role} acts in an agreement where it is for {role}",
            why="the area of an agreement decides which office runs it and who approves",
            do=f"leave it to {role}",
        ),
    )
