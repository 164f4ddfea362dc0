"""Where a review stands, told without the gate: who may send what there, and what has come."""

from decimal import Decimal

from pydantic import JsonValue

from tests.kit.plays import Play
from workflows.kernel.case.command import Command
from workflows.kernel.case.file import Fact
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.kernel.roles import Role
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .tables import (
    ANYWHERE,
    APPOINTED,
    BEGUN_BY,
    COMMISSIONS_WITH_DOUBTS,
    INSTEAD,
    NOT_AFTER_A_RETURN,
    SEATED_BY,
    SERVED,
    SET_UP,
    SHUT_BY,
    WAITED_FOR,
    Roles,
)


def unscored_as(play: Play) -> str | None:
    """Return what makes the draft one that gets no score, if anything does."""
    stated = play.file.start.body
    return next((name for name in INSTEAD if stated.get(name)), None)


def waited_for(play: Play) -> tuple[tuple[str, str], ...]:
    """Return what the review waits for where it stands, and from whom."""
    instead = INSTEAD.get(unscored_as(play) or "", {})
    acts = (instead.get(act, act) for act in WAITED_FOR[play.stage])
    return tuple(act for act in acts if act is not None)


def senders(play: Play, name: str) -> Roles:
    """Return who may send a command where the review stands; nobody: it is out of place."""
    if name in ANYWHERE:
        if name in NOT_AFTER_A_RETURN and facts(play, "record_unfit_for_programme"):
            return frozenset()
        more = COMMISSIONS_WITH_DOUBTS if name == "refer_doubt_to_board" else frozenset()
        return ANYWHERE[name] | more
    role = dict(waited_for(play)).get(name)
    if role is None or not _is_its_turn(play, name):
        return frozenset()
    if name == "record_service" and to_be_served(play).startswith("T-13.4"):
        return frozenset({Office.BOOKS_BRANCH})
    return frozenset({role})


def is_placed(play: Play, command: Command) -> bool:
    """Whether the review waits for it, and from this sender."""
    may, envelope = senders(play, command.name), command.envelope
    on_paper = envelope.actor.role == Role.REGISTRY and envelope.register_no is not None
    return envelope.actor.role in may or (on_paper and Role.APPLICANT in may)


def _is_its_turn(play: Play, name: str) -> bool:
    if name == "file_objection":
        return not facts(play, name) and closing_term(play, name) is not None
    if name == "submit_corrected_draft" and play.stage != Stage.CORRECTION:
        return _is_pending_an_objection(play)
    if name == SET_UP[0]:
        return not _is_handed_over_next(play)
    begun_by = BEGUN_BY.get(Stage(play.stage))
    if begun_by is None:
        appointed = APPOINTED[0] in WAITED_FOR[play.stage]
        return not appointed or name == _next_of_evaluation(play, name)
    beside = {"file_objection", "submit_corrected_draft", SET_UP[0]} - {begun_by}
    acts = [begun_by, *(act for act, _ in waited_for(play) if act not in beside)]
    last = [fact for fact in play.file.facts if fact.name in acts][-1]
    if last.body.get("approved") is False:
        return name == "propose_commission"
    return acts.index(name) == acts.index(last.name) + 1


def _next_of_evaluation(play: Play, name: str) -> str:
    """Return which act of appointing the evaluation commission comes next; else the one named.

    It may report without any; once it was selected the rest of them follows.
    """
    acts = [act for act, _ in APPOINTED]
    come = [fact for fact in play.file.facts if fact.name in acts]
    if not come:
        return acts[0] if name in acts else name
    if come[-1].body.get("approved") is False:
        return acts[0]
    nth = acts.index(come[-1].name) + 1
    if nth < len(acts):
        return acts[nth]
    return "nothing of it" if name in acts else name


def _is_handed_over_next(play: Play) -> bool:
    """Whether a corrected draft has passed, and its opened envelope is still to be sealed anew."""
    acts = {"submit_corrected_draft", "take_up", "record_preliminary_report"}
    last = [fact.name for fact in play.file.facts if fact.name in acts][-1:]
    return play.stage == Stage.SECOND_PRELIMINARY and last == ["record_preliminary_report"]


def _is_pending_an_objection(play: Play) -> bool:
    """Whether an objection stops a correction in which nobody has filed again since (R-T.13)."""
    objected = facts(play, "file_objection")
    term = closing_term(play, "submit_corrected_draft")
    if not objected or term is None:
        return False
    stands = any(p.reason == "itiraz" and p.ends_on is None for p in term.pauses)
    refiled = any(f.n > objected[0].n for f in facts(play, "submit_corrected_draft"))
    return stands and not refiled


def closing_term(play: Play, name: str) -> Term | None:
    """Return the term after whose end a command can no longer come, unless it has run out."""
    rules = SHUT_BY[name]
    of_it = [term for term in play.file.terms.values() if term.rule in rules]
    return of_it[-1] if of_it and of_it[-1].is_open else None


def is_in_time(play: Play, command: Command) -> bool:
    """Whether it came by the last instant of the term that shuts its door."""
    if command.name not in SHUT_BY:
        return True
    term = closing_term(play, command.name)
    if term is None or local_day(command.counts_from) < term.starts_on:
        return False
    return term.due_at is None or command.counts_from <= term.due_at


def facts(play: Play, name: str) -> list[Fact]:
    """All that has come under a name."""
    return [fact for fact in play.file.facts if fact.name == name]


def seated(play: Play, *names: str) -> set[str]:
    """Return who sits on a commission by all documents of these names, or of any."""
    members = [m for name in names or SEATED_BY for f in facts(play, name) for m in members_of(f)]
    return {str(member) for member in members}


def members_of(fact: Fact) -> list[object]:
    named = fact.body["members"]
    assert isinstance(named, list)
    return [member["id"] if isinstance(member, dict) else member for member in named]


def proposed(play: Play, proposal: str) -> dict[str, JsonValue] | None:
    """Return the commission that was proposed last."""
    proposals = facts(play, proposal)
    return {k: proposals[-1].body[k] for k in ("members", "chair")} if proposals else None


def to_be_served(play: Play) -> str:
    """Return the occasion of the notification issued last of those that start a term."""
    issued = [n.occasion for n in play.notices if n.occasion.split("/")[0] in SERVED]
    return issued[-1] if issued else "T-0/1"


def is_disagreement(play: Play) -> bool:
    """Whether the Board has a draft of 75 to 90 points on which the commissions disagree."""
    reports, evaluations = (
        facts(play, "record_review_report"),
        facts(play, "record_evaluation_report"),
    )
    if len(evaluations) != 1 or not reports or facts(play, "record_board_decision"):
        return False
    if facts(play, "record_objection_report"):
        return False
    score = Decimal(str(reports[-1].body["score"]))
    return score < 90 and evaluations[0].body["agrees"] is False
