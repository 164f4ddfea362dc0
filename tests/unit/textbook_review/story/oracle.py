"""What the regulation lets in, told a second time and in another way than the gate tells it.

`tables` say who may send what where; beside them it has a memory of what has counted. It reads
where a review stands, and never asks the gate.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from tests.kit.arrivals import Fate, Sent, is_the_same
from tests.kit.plays import Play
from workflows.kernel.case.command import Command
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Role
from workflows.textbook_review.stages import Stage

from .places import (
    facts,
    is_disagreement,
    is_in_time,
    is_placed,
    members_of,
    proposed,
    seated,
    senders,
    to_be_served,
    unscored_as,
)
from .tables import (
    BY_COMPLETE_COMMISSIONS,
    BY_EVALUATORS,
    FILER,
    FINAL,
    OPEN_TO_OBJECTION,
    REPORTS,
    SERVED,
    WRITTEN,
)

SKEW = timedelta(minutes=5)


@dataclass
class Oracle:
    """Says what must become of a command; keeps what has counted."""

    counted: dict[str, Command] = field(default_factory=dict)

    def fate(self, play: Play, sent: Sent) -> Fate:
        """Judge a command by where the review stands just before it."""
        command = sent.command
        before = self.counted.get(command.envelope.command_id)
        if before is not None:
            return Fate.REPEATED if is_the_same(before, command) else Fate.REFUSED
        file = play.file
        lawful = (
            file.decision is None
            and file.start.received_at <= command.counts_from <= play.now + SKEW
            and sent.intact
            and is_placed(play, command)
            and is_in_time(play, command)
            and _is_granted(play, command)
            and self._is_somebody_else(play, command)
            and fits(play, command)
        )
        return Fate.ADMITTED if lawful else Fate.REFUSED

    def _is_somebody_else(self, play: Play, command: Command) -> bool:
        """Whether who decides has had no hand in what it is about (R-T.26)."""
        sender = command.envelope.actor.id
        match command.name:
            case "approve_commission":
                return sender != facts(play, "propose_commission")[-1].actor.id
            case "approve_evaluation_commission":
                return sender != facts(play, "propose_evaluation_commission")[-1].actor.id
            case "record_board_guidance":
                return sender not in self._senders_of("refer_doubt_to_board")
            case "record_board_decision":
                hands = self._senders_of(*WRITTEN) | seated(play) | {FILER}
                return sender not in hands
            case _:
                return True

    def _senders_of(self, *names: str) -> set[str]:
        """Who has sent documents of these names; the registry enters what others wrote."""
        sent = [c.envelope.actor for c in self.counted.values() if c.name in names]
        return {actor.id for actor in sent if actor.role != Role.REGISTRY}


# -- what it says --------------------------------------------------------------------------------


def _is_granted(play: Play, command: Command) -> bool:
    """Whether the register has nothing against it: the queues, and the bans before an order."""
    first = play.stage == Stage.AT_DIRECTORATE and unscored_as(play) != "translation_of"
    unordered = not facts(play, "assign_evaluation_commission")
    complete = () if unordered and command.name in BY_EVALUATORS else BY_COMPLETE_COMMISSIONS
    asked = command.name in {"take_up", *complete} or (
        (
            play.stage == Stage.AT_DIRECTORATE and command.name == "assign_commission"
        )  # S-37.1, of a translation as well
        or (
            first
            and (
                command.name == "assign_commission"
                or (command.name == "propose_commission" and not facts(play, command.name))
            )
        )
    )
    return not asked or command.verdict is None or command.verdict.granted


def fits(play: Play, command: Command) -> bool:
    """Whether the document can be, as the review stands; all that is not role, place or time."""
    judge = FITTING.get(command.name)
    return judge is None or judge(play, command)


def _service_fits(play: Play, command: Command) -> bool:
    day = local_day(command.counts_from).isoformat()
    named = command.envelope.body["notification"] == to_be_served(play)
    return named and _answered_on(play) <= day


def _named(command: Command) -> set[str]:
    """Who sits on the commission of which a document speaks."""
    members = command.envelope.body["members"]
    assert isinstance(members, list)
    return {str(m["id"]) if isinstance(m, dict) else str(m) for m in members}


def _proposal_fits(play: Play, command: Command) -> bool:
    """Nobody who made it; nobody of the evaluation commission that there is."""
    evaluating = facts(play, "assign_evaluation_commission")[-1:]
    return not _named(command) & {FILER, *(str(m) for f in evaluating for m in members_of(f))}


def _evaluators_fit(play: Play, command: Command) -> bool:
    """Nobody who made it; nobody of the last review commission."""
    reviewing = facts(play, "assign_commission")[-1]
    return not _named(command) & {FILER, *map(str, members_of(reviewing))}


def _evaluation_order_fits(play: Play, command: Command) -> bool:
    body, selected = command.envelope.body, facts(play, "propose_evaluation_commission")[-1].body
    return body["members"] == selected["members"] and body["chair"] == selected["chair"]


def _did_not_file(_: Play, command: Command) -> bool:
    return FILER not in _named(command)


def _order_fits(play: Play, command: Command) -> bool:
    body = command.envelope.body
    if unscored_as(play) == "translation_of":
        return _did_not_file(play, command)
    return {"members": body["members"], "chair": body["chair"]} == proposed(
        play, "propose_commission"
    )


def _form_fits(play: Play, command: Command) -> bool:
    enough = 1 if command.envelope.body.get("absent_reason") else 2
    signed = _named(command)
    return len(signed) >= enough and not signed & seated(play)


def _objection_fits(play: Play, _: Command) -> bool:
    """Findings 3 and 7 are contested: of the reports that were served last, if they count any."""
    served = [
        fact.n
        for fact in facts(play, "record_service")
        if str(fact.body["notification"]).split("/")[0] in OPEN_TO_OBJECTION
    ]
    before = [fact for fact in play.file.facts if fact.n < served[-1]]
    reviews = [f.body for f in before if f.name in {name for name, _ in REPORTS}]
    evaluations = [f.body for f in before if f.name == "record_evaluation_report"]
    found = [body.get("findings", body.get("errors")) for body in reviews[-1:]]
    found += [body["scientific_errors"] for body in evaluations[-1:]]
    most = max((int(str(n)) for n in found), default=0)
    return most == 0 or most >= 7


def _hearing_fits(play: Play, command: Command) -> bool:
    return not _named(command) & (seated(play) | {FILER})


def _hearing_scores(play: Play, command: Command) -> bool:
    body = command.envelope.body
    if ("score" in body) is not (unscored_as(play) is None):
        return False
    scores = [fact.body["score"] for fact in facts(play, "record_review_report")]
    if scores and Decimal(str(body["score"])) < Decimal(str(scores[-1])):
        return False
    return int(str(body["scientific_errors"])) <= _most_errors(play)


def _most_errors(play: Play) -> int:
    """Scientific errors as counted last; an objection adds none."""
    if unscored_as(play) == "translation_of":
        return 0 if facts(play, "record_translation_report") else 10**6
    names = [act for act, _ in REPORTS]
    reviews = [fact for fact in play.file.facts if fact.name in names]
    counted = [*reviews[-1:], *facts(play, "record_evaluation_report")[-1:]]
    return int(str(counted[-1].body["scientific_errors"])) if counted else 10**6


def _evaluation_fits(play: Play, command: Command) -> bool:
    ordered = facts(play, "assign_evaluation_commission")
    if ordered and command.envelope.body["members"] != ordered[-1].body["members"]:
        return False
    if not ordered and not _evaluators_fit(play, command):
        return False
    if play.stage != Stage.SECOND_EVALUATION or unscored_as(play):
        return True
    score = Decimal(str(facts(play, "record_review_report")[-1].body["score"]))
    body = command.envelope.body
    return body["agrees"] is ((score < 90) is body["below_90"])


def _ruling_fits(play: Play, command: Command) -> bool:
    written = {name for name, _ in REPORTS}
    written |= {"record_evaluation_report", "record_objection_report"}
    days = [local_day(f.counts_from) for f in play.file.facts if f.name in written]
    if days and local_day(command.counts_from) < max(days):  # R-T.32
        return False
    ruling = command.envelope.body["decision"]
    if ruling == "conditional" and unscored_as(play):
        return False
    if ruling == "correction" and unscored_as(play) == "updates":
        rounds = [t for t in play.file.terms.values() if t.rule in {"T-17.13", "T-17.25"}]
        if len(rounds) >= 2 and not any(term.is_open for term in rounds):
            return False
    objections, decisions = facts(play, "file_objection"), facts(play, "record_board_decision")
    if objections and (not decisions or decisions[-1].n < objections[-1].n):
        return True
    return command.envelope.body["decision"] != "accept" or not is_disagreement(play)


def _is_under_review(play: Play, _: Command) -> bool:
    """Whether a review commission has the draft, in whichever round; a translation is no draft."""
    if unscored_as(play) == "translation_of":
        return False
    if play.stage == Stage.RE_REVIEW:
        return any(senders(play, name) for name, _ in REPORTS)
    return play.stage in {Stage.FIRST_REVIEW, Stage.SECOND_REVIEW}


def _is_pending(play: Play, command: Command) -> bool:
    """Whether a programme that is rewritten can still return the draft (R-T.30)."""
    if not command.envelope.body["rewriting"]:
        return True
    final = to_be_served(play).split("/")[0] in FINAL
    served = play.stage == Stage.AWAITING_SERVICE and final
    return not served and play.stage != Stage.OBJECTION_OPEN


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
    "propose_commission": _proposal_fits,
    "propose_evaluation_commission": _evaluators_fit,
    "assign_evaluation_commission": _evaluation_order_fits,
    "assign_commission": _order_fits,
    "sign_follow_up_form": _form_fits,
    "file_objection": _objection_fits,
    "assign_objection_commission": _hearing_fits,
    "record_objection_report": _hearing_scores,
    "record_service": _service_fits,
    "record_evaluation_report": _evaluation_fits,
    "record_board_decision": _ruling_fits,
    "record_programme_change": _is_pending,
    "record_unfit_for_programme": _is_under_review,
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
