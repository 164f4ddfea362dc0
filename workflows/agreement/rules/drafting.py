"""Gates before the signing (m.8, m.9): the approval of costs, and what the draft has to say."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from workflows.agreement.messages.agreement import CostApproval, Draft, DraftModel, Level
from workflows.agreement.rules.days import breaches_of_stated_day
from workflows.agreement.rules.offices import breaches_of_actor, cost_approver_of
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor

_CONTENT: tuple[tuple[Callable[[Draft], bool], Reason], ...] = (
    (
        lambda draft: draft.duties_written,
        Reason(
            rule="A-8.4",
            what="the duties of the parties are not set out",
            why="each signatory answers for its own",
            do="set the duties out clearly",
        ),
    ),
    (
        lambda draft: draft.unilateral_termination_clause,
        Reason(
            rule="A-8.8",
            what="nothing is said of unilateral termination",
            why="the public side reserves the right to end the agreement alone, and says so in it",
            do="add the clause",
        ),
    ),
    (
        lambda draft: draft.logos_lawful,
        Reason(
            rule="A-8.9",
            what="a logo is not fit for official papers",
            why="logos are lawful, in good taste and fit for official papers",
            do="replace the logo",
        ),
    ),
    (
        lambda draft: not draft.transfers_powers,
        Reason(
            rule="A-8.11",
            what="the partner could pass its powers or duties on",
            why="what an agreement gives to a partner is that partner's alone",
            do="delete the transfer",
        ),
    ),
    (
        lambda draft: not draft.charges_trainees,
        Reason(
            rule="A-8.12",
            what="trainees would pay, or somebody would earn by it",
            why="nothing is taken from trainees, by whatever name, and no gain is made",
            do="delete the fee or the gainful activity",
        ),
    ),
)
"""What a draft has to say or may not say, and the breach if it does not comply."""

_MODELS = {DraftModel.EK_3: "Ek-3", DraftModel.EK_4: "Ek-4"}


def breaches_of_cost_approval(
    approval: CostApproval, *, level: Level, by: Actor, today: date
) -> tuple[Reason, ...]:
    """Return why costs cannot be decided on like this (A-8.6).

    Args:
        approval: Yes or no, its number and day.
        level: Level of the agreement: the Minister decides for the country, else the Governor.
        by: Who decides.
        today: Day of the record.
    """
    decided_on = approval.decided_on
    return (
        *breaches_of_actor(cost_approver_of(level), by=by, rule="A-8.6"),
        *breaches_of_stated_day(f"decided on {decided_on}", decided_on, today=today, rule="A-8.6"),
    )


def model_of(level: Level) -> DraftModel:
    """Return along which annex an agreement is drafted (A-9.1)."""
    return DraftModel.EK_3 if level is Level.GENERAL else DraftModel.EK_4


def breaches_of_draft(
    draft: Draft, *, level: Level, costs_approved: bool, signed: bool = False
) -> tuple[Reason, ...]:
    """Return all that keeps a draft from being signed (A-8.4 to A-8.12, A-9.1, A-11.1).

    Args:
        draft: The agreement as drafted by both sides.
        level: Level of the agreement, which decides on the model.
        costs_approved: Whether the public side may bear costs.
        signed: Whether it is signed: an approval comes before that.
    """
    return (
        *_breaches_of_costs(draft, level, approved=costs_approved, signed=signed),
        *_breaches_of_model(draft, level),
        *_breaches_of_term(draft),
        *_breaches_of_content(draft),
        *_breaches_of_indicators(draft),
    )


def _breaches_of_costs(
    draft: Draft, level: Level, *, approved: bool, signed: bool
) -> tuple[Reason, ...]:
    if approved or not draft.public_cost:
        return ()
    approver = cost_approver_of(level)
    return (
        Reason(
            rule="A-8.6",
            what="the public side would bear costs that nobody has approved",
            why=f"before it is drafted {approver} approves; otherwise the partner bears all costs",
            do="leave all costs to the partner, as the agreement was signed"
            if signed
            else f"have the approval of {approver} recorded first, "
            "or leave all costs to the partner",
            acts=() if signed else ("record_cost_approval",),
        ),
    )


def _breaches_of_model(draft: Draft, level: Level) -> tuple[Reason, ...]:
    model = model_of(level)
    if draft.model is model:
        return ()
    return (
        Reason(
            rule="A-9.1",
            what=f"drafted on the model {_MODELS[draft.model]}",
            why=f"an agreement of this level is drafted on the model {_MODELS[model]}",
            do=f"take {_MODELS[model]} and adapt it",
        ),
    )


def _breaches_of_term(draft: Draft) -> tuple[Reason, ...]:
    if draft.starts_on < draft.ends_on:
        return ()
    return (
        Reason(
            rule="A-8.10",
            what=f"the term would run from {draft.starts_on} to {draft.ends_on}",
            why="an agreement has a fixed term, which ends after it has begun",
            do="correct one of the two days",
        ),
    )


def _breaches_of_content(draft: Draft) -> tuple[Reason, ...]:
    return tuple(breach for in_order, breach in _CONTENT if not in_order(draft))


def _breaches_of_indicators(draft: Draft) -> tuple[Reason, ...]:
    counted = Counter(indicator.key for indicator in draft.performance_indicators)
    twice = [key for key, count in counted.items() if count > 1]
    if not twice:
        return ()
    return (
        Reason(
            rule="A-11.1",
            what=f"named twice among the performance indicators: {', '.join(twice)}",
            why="each is measured against one target",
            do="keep one target for each",
        ),
    )
