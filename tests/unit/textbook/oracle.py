"""What the regulation lets in, told a second time and in another way than the gate tells it.

Tables of who may send what where, four terms that shut a door, and a memory of what has counted.
It reads where a review stands, and never asks the gate.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from tests.plays import Play
from workflows.kernel.act import Role
from workflows.kernel.calendar import local_day
from workflows.kernel.entry import Command
from workflows.kernel.file import Fact
from workflows.kernel.term import Term, TermState
from workflows.textbook.messages import Stage

Roles = frozenset[Role]

SKEW = timedelta(minutes=5)
CLOSED_STATES = (TermState.MET, TermState.LAPSED, TermState.DROPPED)

TAKE_UP = ("take_up", Role.PRELIMINARY_COMMISSION)
PRELIMINARY = ("record_preliminary_report", Role.PRELIMINARY_COMMISSION)
COMMISSION = ("assign_commission", Role.DIRECTORATE)
REVIEW = ("record_review_report", Role.REVIEW_COMMISSION)
EVALUATION = ("record_evaluation_report", Role.EVALUATION_COMMISSION)
OBJECTION = ("file_objection", Role.APPLICANT)

WAITED_FOR: dict[str, tuple[tuple[str, Role], ...]] = {
    Stage.SUBMITTED: (TAKE_UP,),
    Stage.PRELIMINARY_REVIEW: (PRELIMINARY,),
    Stage.CODING: (("hand_over_to_directorate", Role.BOOKS_BRANCH),),
    Stage.AT_DIRECTORATE: (COMMISSION,),
    Stage.FIRST_REVIEW: (REVIEW,),
    Stage.EVALUATION: (EVALUATION,),
    Stage.AWAITING_SERVICE: (("record_service", Role.REVIEW_DEPARTMENT),),
    Stage.CORRECTION: (("submit_corrected_draft", Role.APPLICANT), OBJECTION),
    Stage.SECOND_PRELIMINARY: (TAKE_UP, PRELIMINARY),
    Stage.SECOND_REVIEW: (REVIEW,),
    Stage.SECOND_EVALUATION: (EVALUATION,),
    Stage.BOARD: (("record_board_decision", Role.BOARD),),
    Stage.OBJECTION_OPEN: (OBJECTION,),
    Stage.OBJECTION: (
        ("assign_objection_commission", Role.PRESIDENCY),
        ("record_objection_report", Role.REVIEW_COMMISSION),
    ),
    Stage.HELD: (),
    Stage.RE_REVIEW: (COMMISSION, REVIEW),
    Stage.RE_EVALUATION: (EVALUATION,),
    Stage.CONDITIONAL: (("submit_conditional_corrections", Role.APPLICANT),),
    Stage.CONDITIONAL_CHECK: (("record_conditional_check", Role.EVALUATION_COMMISSION),),
    Stage.GUIDED: (("submit_guided_corrections", Role.APPLICANT),),
    Stage.GUIDED_CHECK: (("record_guided_corrections_complete", Role.EVALUATION_COMMISSION),),
    Stage.CLOSED: (),
}
"""Stage to what it waits for, and from whom."""

ONE_AFTER_THE_OTHER = {
    Stage.SECOND_PRELIMINARY: ("submit_corrected_draft", "take_up", "record_preliminary_report"),
    Stage.OBJECTION: ("file_objection", "assign_objection_commission", "record_objection_report"),
    Stage.RE_REVIEW: ("record_board_decision", "assign_commission", "record_review_report"),
}
"""Stages of several acts: what begins each, and the acts in their order."""

ANYWHERE: dict[str, Roles] = {
    "withdraw": frozenset({Role.APPLICANT}),
    "record_programme_change": frozenset({Role.BOARD}),
    "record_false_document": frozenset({Role.PRESIDENCY}),
    "record_pen_name": frozenset({Role.PRESIDENCY}),
    "record_unfit_for_programme": frozenset({Role.BOARD}),
    "open_envelope": frozenset({Role.BOARD}),
    "refer_doubt_to_board": frozenset({Role.DIRECTORATE, Role.PRESIDENCY, Role.REVIEW_DEPARTMENT}),
    "record_board_guidance": frozenset({Role.BOARD}),
    "record_university_opinion": frozenset({Role.REVIEW_DEPARTMENT}),
    "record_late_member": frozenset({Role.REVIEW_DEPARTMENT}),
    "decree_closure": frozenset({Role.MINISTRY, Role.REGISTRY}),
    "extend_term": frozenset({Role.PRESIDENCY}),
    "state_extension_reasons": frozenset({Role.PRESIDENCY, Role.DIRECTORATE}),
    "resolve_attention": frozenset({Role.OPERATOR}),
}
"""What may come at any stage, and from whom."""

COMMISSIONS_WITH_DOUBTS = frozenset(
    {Role.PRELIMINARY_COMMISSION, Role.REVIEW_COMMISSION, Role.EVALUATION_COMMISSION}
)

SHUT_BY = {
    "submit_corrected_draft": ("T-17.15b", "T-17.13"),
    "submit_conditional_corrections": ("T-17.18b",),
    "submit_guided_corrections": ("T-17.18c",),
    "file_objection": ("T-22.1",),
}
"""Command to the rules of the terms after which it can no longer come."""

SERVED = {
    "T-13.4": "submit_corrected_draft",
    "T-17.12": "record_review_report",
    "T-17.13": "record_board_decision",
    "T-17.15a": "record_evaluation_report",
    "T-17.18a": "record_board_decision",
    "T-17.18c": "submit_conditional_corrections",
    "T-17.23": "record_board_decision",
}
"""Rule of a notification that is served, to what it answers and therefore cannot precede."""


class Fate(StrEnum):
    """What becomes of a command."""

    ADMITTED = "admitted"
    REPEATED = "repeated"
    REFUSED = "refused"


@dataclass(frozen=True)
class Sent:
    """A command as somebody sent it."""

    command: Command
    intact: bool
    """Whether its body is written as it should be."""


@dataclass
class Oracle:
    """Says what must become of a command; keeps what has counted."""

    counted: dict[str, Command] = field(default_factory=dict)

    def fate(self, play: Play, sent: Sent) -> Fate:
        """Judge a command by where the review stands just before it."""
        command = sent.command
        before = self.counted.get(command.envelope.command_id)
        if before is not None:
            return Fate.REPEATED if _same(before, command) else Fate.REFUSED
        file = play.file
        lawful = (
            file.decision is None
            and file.start.received_at <= command.counts_from <= play.now + SKEW
            and sent.intact
            and is_placed(play, command)
            and is_in_time(play, command)
            and _is_granted(play, command)
            and fits(play, command)
        )
        return Fate.ADMITTED if lawful else Fate.REFUSED


def _same(one: Command, other: Command) -> bool:
    return (one.name, one.envelope.actor, one.envelope.body) == (
        other.name,
        other.envelope.actor,
        other.envelope.body,
    )


# -- role and place ------------------------------------------------------------------------------


def senders(play: Play, name: str) -> Roles:
    """Return who may send a command where the review stands; nobody: it is out of place."""
    if name in ANYWHERE:
        more = COMMISSIONS_WITH_DOUBTS if name == "refer_doubt_to_board" else frozenset()
        return ANYWHERE[name] | more
    role = dict(WAITED_FOR[play.stage]).get(name)
    if role is None or not _is_its_turn(play, name):
        return frozenset()
    if name == "record_service" and to_be_served(play).startswith("T-13.4"):
        return frozenset({Role.BOOKS_BRANCH})
    return frozenset({role})


def is_placed(play: Play, command: Command) -> bool:
    """Whether the review waits for it, and from this sender."""
    may, envelope = senders(play, command.name), command.envelope
    on_paper = envelope.actor.role is Role.REGISTRY and envelope.register_no is not None
    return envelope.actor.role in may or (on_paper and Role.APPLICANT in may)


def _is_its_turn(play: Play, name: str) -> bool:
    if name == "file_objection":
        return not facts(play, name) and closing_term(play, name) is not None
    acts = ONE_AFTER_THE_OTHER.get(Stage(play.stage))
    if acts is None:
        return True
    last = [fact.name for fact in play.file.facts if fact.name in acts][-1]
    return acts.index(name) == acts.index(last) + 1


# -- time ----------------------------------------------------------------------------------------


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
    return term is not None and (term.due_at is None or command.counts_from <= term.due_at)


# -- what it says --------------------------------------------------------------------------------


def facts(play: Play, name: str) -> list[Fact]:
    """All that has come under a name."""
    return [fact for fact in play.file.facts if fact.name == name]


def to_be_served(play: Play) -> str:
    """Return the occasion of the notification drawn up last of those that start a term."""
    drawn_up = [n.occasion for n in play.notices if n.occasion.split("/")[0] in SERVED]
    return drawn_up[-1] if drawn_up else "T-0/1"


def is_disagreement(play: Play) -> bool:
    """Whether the Board has a draft of 75 to 90 points on which the commissions disagree."""
    reports, evaluations = (
        facts(play, "record_review_report"),
        facts(play, "record_evaluation_report"),
    )
    if len(evaluations) != 1 or facts(play, "record_board_decision"):
        return False
    if facts(play, "record_objection_report"):
        return False
    score = Decimal(str(reports[-1].body["score"]))
    return score < 90 and evaluations[0].body["agrees"] is False


def _is_granted(play: Play, command: Command) -> bool:
    asked = command.name == "take_up" or play.stage == Stage.AT_DIRECTORATE
    return not asked or command.verdict is None or command.verdict.granted


def fits(play: Play, command: Command) -> bool:
    """Whether the document can be, as the review stands; all that is not role, place or time."""
    judge = FITTING.get(command.name)
    return judge is None or judge(play, command)


def _service_fits(play: Play, command: Command) -> bool:
    day = local_day(command.counts_from).isoformat()
    named = command.envelope.body["notification"] == to_be_served(play)
    return named and _answered_on(play) <= day


def _evaluation_fits(play: Play, command: Command) -> bool:
    if play.stage != Stage.SECOND_EVALUATION:
        return True
    score = Decimal(str(facts(play, "record_review_report")[-1].body["score"]))
    body = command.envelope.body
    return body["agrees"] is ((score < 90) is body["below_90"])


def _ruling_fits(play: Play, command: Command) -> bool:
    objections, decisions = facts(play, "file_objection"), facts(play, "record_board_decision")
    if objections and (not decisions or decisions[-1].n < objections[-1].n):
        return local_day(objections[-1].counts_from) <= local_day(command.counts_from)
    return command.envelope.body["decision"] != "accept" or not is_disagreement(play)


def _is_under_first_review(play: Play, _: Command) -> bool:
    return bool(facts(play, "assign_commission")) and not facts(play, "record_review_report")


def _is_sealed(play: Play, _: Command) -> bool:
    return bool(facts(play, "hand_over_to_directorate"))


def _answers_a_doubt(play: Play, command: Command) -> bool:
    return len(facts(play, "refer_doubt_to_board")) > len(facts(play, command.name))


def _is_reviewed_anew(play: Play, _: Command) -> bool:
    return any(f.body["decision"] == "re-review" for f in facts(play, "record_board_decision"))


def _may_be_extended(play: Play, command: Command) -> bool:
    term = play.file.terms.get(str(command.envelope.body["term"]))
    if term is None or not term.is_open or term.rule != "T-14.2" or term.extensions:
        return False
    return term.due_at is None or command.counts_from <= term.due_at


def _owes_reasons(play: Play, command: Command) -> bool:
    key = command.envelope.body["term"]
    drawn = sum(entry.kind == "extension" and entry.name == key for entry in play.journal)
    return drawn > sum(entry.name == command.name for entry in play.journal)


FITTING: dict[str, Callable[[Play, Command], bool]] = {
    "record_service": _service_fits,
    "record_evaluation_report": _evaluation_fits,
    "record_board_decision": _ruling_fits,
    "record_unfit_for_programme": _is_under_first_review,
    "open_envelope": _is_sealed,
    "record_board_guidance": _answers_a_doubt,
    "record_university_opinion": _is_reviewed_anew,
    "extend_term": _may_be_extended,
    "state_extension_reasons": _owes_reasons,
}
"""Command to what its document must agree with; of the others every intact one fits."""


def _answered_on(play: Play) -> str:
    """Day of what the notification to be served answers."""
    answered = facts(play, SERVED[to_be_served(play).split("/")[0]])[-1]
    own = answered.body.get("decided_on")
    return str(own or local_day(answered.counts_from).isoformat())
