"""Strategies for what arrives at a review: when it is settled, and commands of every kind."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from hypothesis import strategies as st

from tests.kit.arrivals import Sent
from tests.kit.plays import Play
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Verdict
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Actor, Role
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.stages import Stage

from . import reviews
from .places import (
    closing_term,
    facts,
    is_disagreement,
    proposed,
    seated,
    senders,
    to_be_served,
    unscored_as,
    waited_for,
)
from .reviews import DELIVERED, Body
from .tables import ANYWHERE, BY_COMPLETE_COMMISSIONS, FILER, REPORTS, SHUT_BY, WAITED_FOR

NEAR = tuple(timedelta(microseconds=n) for n in (0, 1, -1, 1_000_000, -1_000_000, 3_600_000_000))
"""How far from a term's end or an occasion things happen: at once, just before, just after."""

LATER = (timedelta(hours=1), timedelta(days=1), timedelta(days=6), timedelta(days=40))

ENDINGS = ["withdraw", "record_false_document", "record_unfit_for_programme"]
ASIDES = [name for name in ANYWHERE if name not in ENDINGS]
WAITED = (name for waited in (*WAITED_FOR.values(), REPORTS) for name, _ in waited)
ALL = [*ANYWHERE, *dict.fromkeys(WAITED)]
SCORES = ("82.40", "92.40", "74.99", "75.00", "89.99", "90.00")


class Flaw(StrEnum):
    """What is wrong with a command."""

    NONE = "none"
    ROLE = "role"
    PLACE = "place"
    SHAPE = "shape"
    FUTURE = "future"
    PREHISTORIC = "prehistoric"
    REGISTER = "register"


FLAWS = [*[Flaw.NONE] * 8, *Flaw, Flaw.FUTURE]

_USUAL: Body = {"members": reviews.REVIEWERS, "chair": "person-0"}
_OTHERS: Body = {"members": reviews.OTHERS, "chair": "other-0"}
_BY_ITS_MAKER: Body = {
    "members": [*reviews.REVIEWERS, {"role": "field-expert", "id": FILER}],
    "chair": "person-0",
}
_EVALUATORS: Body = {"members": reviews.EVALUATORS, "chair": "evaluator-0"}
EVALUATIONS = [
    *[_EVALUATORS] * 5,
    _USUAL,
]
COMMISSIONS = [*[_USUAL] * 5, _OTHERS, _BY_ITS_MAKER]
_HELD: Body = {"until": "2031-01-01", "rule": "S-37.1"}
_APPROVED: Body = {"approved": True, "approval_no": "O-1"}
_SENT_BACK: Body = {"approved": False, "approval_no": "O-2", "reasons": "one of them is on leave"}
APPROVALS = [*[_APPROVED] * 3, _SENT_BACK]
_SIGNED: Body = {"members": ["board-2", "board-3"]}
SIGNATURES: list[Body] = [
    *[_SIGNED] * 5,
    {"members": ["board-2"], "absent_reason": "duty"},
    {"members": ["board-2"]},
    {"members": ["board-2", "evaluator-1"]},
    {"members": ["other-1", "pre-9"]},
]
UPDATE_REPORTS: list[Body] = [
    {"errors": 20, "scientific_errors": 4, "report_no": "GR-1"},
    {"errors": 0, "scientific_errors": 0, "report_no": "GR-2"},
]


# -- instants ------------------------------------------------------------------------------------


def last_instant(play: Play) -> datetime:
    """Return how far a play may go: two years before its calendar ends."""
    day = play.file.calendar.covers_until - timedelta(days=731)
    return play.file.calendar.at(day, time(12))


@st.composite
def wake_ups(draw: st.DrawFn, play: Play) -> datetime:
    """An instant at which a case looks: soon, or around an occasion or a term's end."""
    file = play.file
    ends = [term.due_at for term in file.open_terms if term.due_at is not None]
    coming = file.agenda.all[:3]
    anchors = [*(play.now + later for later in LATER), *(o.at for o in coming), *ends, *ends]
    instant = draw(st.sampled_from(anchors)) + draw(st.sampled_from(NEAR))
    return min(max(instant, play.now), last_instant(play))


@st.composite
def receipts(draw: st.DrawFn, play: Play, name: str, now: datetime, flaw: Flaw) -> datetime:
    """An instant from which a command counts: past, unless that is what is wrong with it."""
    if flaw is Flaw.FUTURE:
        return now + timedelta(minutes=5, microseconds=1)
    if flaw is Flaw.PREHISTORIC:
        return play.file.start.received_at - timedelta(microseconds=1)
    before = draw(st.sampled_from(play.journal)).counts_from
    anchors = [now, now, play.journal[-1].counts_from, before, now + timedelta(minutes=5)]
    if name in SHUT_BY and (term := closing_term(play, name)) and term.due_at:
        anchors += [term.due_at] * 4
    near = draw(st.sampled_from(anchors)) + draw(st.sampled_from(NEAR))
    return min(near, now + timedelta(minutes=5))


# -- documents -----------------------------------------------------------------------------------


@st.composite
def documents(draw: st.DrawFn, play: Play, name: str, counts_from: datetime) -> Body:
    """A body that its office might write, dated on the day from which it counts."""
    yes, n, day = st.booleans(), len(play.journal), local_day(counts_from).isoformat()
    on: Body = {"decision_no": f"K-{n}", "decided_on": day}
    found: Body = {"finding_no": f"T-{n}", "found_on": day}
    terms = sorted({*play.file.terms, "T-14.2", "T-17.15b"})
    bodies: dict[str, Callable[[], Body]] = {
        "record_preliminary_report": lambda: reviews.preliminary(
            *(["type_size"] if draw(yes) else [])
        ),
        "hand_over_to_directorate": lambda: {
            "anonymity_code": None if unscored_as(play) == "updates" else "K7-0312",
            "sealed_envelope_no": "Z-1",
        },
        "set_up_preliminary_commission": lambda: {
            "members": ["pre-1", "pre-2", "pre-3"],
            "order_no": f"B-{n}",
        },
        "propose_commission": lambda: draw(st.sampled_from(COMMISSIONS)),
        "propose_evaluation_commission": lambda: draw(st.sampled_from(EVALUATIONS)),
        "approve_evaluation_commission": lambda: draw(st.sampled_from(APPROVALS)),
        "assign_evaluation_commission": lambda: (
            reviews.order(order_no=f"G-{n}") | draw(_ordered(play, "propose_evaluation_commission"))
        ),
        "approve_commission": lambda: draw(st.sampled_from(APPROVALS)),
        "assign_commission": lambda: reviews.order(order_no=f"G-{n}") | draw(_ordered(play)),
        "sign_follow_up_form": lambda: draw(st.sampled_from(SIGNATURES)) | {"form_no": f"TF-{n}"},
        "record_update_report": lambda: draw(st.sampled_from(UPDATE_REPORTS)),
        "record_translation_report": lambda: {
            "errors": draw(st.sampled_from([0, 20])),
            "report_no": f"TR-{n}",
        },
        "record_review_report": lambda: reviews.scored(draw(st.sampled_from(SCORES))),
        "record_evaluation_report": lambda: draw(_evaluations(play)),
        "record_service": lambda: reviews.served(to_be_served(play), day),
        "submit_corrected_draft": lambda: DELIVERED,
        "submit_conditional_corrections": lambda: DELIVERED,
        "submit_guided_corrections": lambda: DELIVERED,
        "record_board_decision": lambda: reviews.ruled(draw(_rulings(play)), **on),
        "record_conditional_check": lambda: reviews.checked(draw(st.sampled_from([0, 2]))),
        "record_guided_corrections_complete": lambda: {"completed": draw(yes), "report_no": "S-2"},
        "file_objection": lambda: reviews.contested(paid_on="2026-03-09"),
        "assign_objection_commission": lambda: reviews.order(
            order_no=f"G-{n}",
            members=draw(st.sampled_from([*[reviews.OTHERS] * 4, reviews.REVIEWERS])),
            chair="other-0",
        ),
        "record_objection_report": lambda: draw(_hearings(play)),
        "record_programme_change": lambda: on | {"rewriting": draw(st.integers(0, 9)) == 9},
        "record_false_document": lambda: found | {"authority": "judicial"},
        "record_pen_name": lambda: found,
        "record_unfit_for_programme": lambda: on,
        "open_envelope": lambda: on,
        "refer_doubt_to_board": lambda: {"question": "which edition of the programme holds?"},
        "record_board_guidance": lambda: on | {"guidance": "the one in force at filing"},
        "record_university_opinion": lambda: {
            "university": "ankara",
            "opinion_no": f"U-{n}",
            "favourable": draw(yes),
        },
        "record_late_member": lambda: {"member": "person-1", "hours_unpaid": "2.50"},
        "decree_closure": lambda: draw(_closures(play, counts_from)),
        "renew_calendar": lambda: draw(_renewals(counts_from)),
        "extend_term": lambda: {
            "term": draw(st.sampled_from(terms)),
            "length": 3,
            "reason": "illness in the commission",
        },
        "state_extension_reasons": lambda: {"term": "T-18.3", "reasons": "a second commission"},
        "resolve_attention": lambda: {"note": "address entered"},
    }
    return bodies[name]() if name in bodies else {}


@st.composite
def _ordered(draw: st.DrawFn, play: Play, proposal: str = "propose_commission") -> Body:
    """Who is ordered: most often the commission that was approved."""
    approved = proposed(play, proposal)
    if approved is None:
        return draw(st.sampled_from(COMMISSIONS))
    return draw(st.sampled_from([approved, approved, approved, *COMMISSIONS[-2:]]))


@st.composite
def _hearings(draw: st.DrawFn, play: Play) -> Body:
    """A report on an objection, with a score if the draft has one, and seldom otherwise."""
    scores = (unscored_as(play) is None) is (draw(st.integers(0, 5)) < 5)
    body = reviews.heard(3)
    return body if scores else {key: said for key, said in body.items() if key != "score"}


@st.composite
def _evaluations(draw: st.DrawFn, play: Play) -> Body:
    agrees = draw(st.booleans())
    ordered = facts(play, "assign_evaluation_commission")
    seated_now: Any = ordered[-1].body["members"] if ordered else reviews.EVALUATORS
    members = draw(st.sampled_from([*[seated_now] * 5, reviews.OTHERS]))
    if play.stage != Stage.SECOND_EVALUATION or unscored_as(play):
        errors = draw(st.sampled_from([0, 4]))
        return reviews.evaluated(agrees=agrees, members=members, scientific_errors=errors)
    below = float(str(facts(play, "record_review_report")[-1].body["score"])) < 90
    return reviews.evaluated(agrees=agrees, members=members, below_90=below is agrees)


@st.composite
def _rulings(draw: st.DrawFn, play: Play) -> str:
    rulings = ["re-review", "correction", "conditional", "not-suitable", "accept"]
    return draw(st.sampled_from(rulings[:4] if is_disagreement(play) else rulings))


@st.composite
def _closures(draw: st.DrawFn, play: Play, counts_from: datetime) -> Body:
    ends = [term.due_on for term in play.file.open_terms if term.due_on is not None]
    first = draw(st.sampled_from([local_day(counts_from), *ends]))
    days: Body = {
        (first + timedelta(days=n)).isoformat(): "idari izin"
        for n in range(draw(st.integers(min_value=1, max_value=3)))
    }
    return {"days": days, "decree_no": "2026/7"}


@st.composite
def _renewals(draw: st.DrawFn, counts_from: datetime) -> Body:
    """A feast that moves by a day or two, some time in the weeks to come."""
    opened = local_day(counts_from) + timedelta(days=draw(st.integers(1, 60)))
    closed = opened + timedelta(days=draw(st.integers(1, 2)))
    return {
        "version": 1,
        "opened": [opened.isoformat()],
        "closed": {closed.isoformat(): {"called": "Bayram", "source": "proclaimed"}},
        "grounds": "ilan",
    }


# -- commands ------------------------------------------------------------------------------------


@st.composite
def commands(draw: st.DrawFn, play: Play, now: datetime, command_id: str) -> Sent:
    """A command: most often one that the review waits for, else with something wrong about it."""
    flaw = draw(st.sampled_from(FLAWS))
    name = draw(_names(play, flaw))
    counts_from = draw(receipts(play, name, now, flaw))
    body = draw(documents(play, name, counts_from))
    role = draw(_roles(play, name, flaw))
    intact = flaw is not Flaw.SHAPE
    envelope = Envelope(
        command_id=command_id,
        received_at=counts_from,
        register_no="P-9" if role == Role.REGISTRY and draw(st.booleans()) else None,
        actor=play.actor(role),
        body=body if intact else spoilt(body),
    )
    verdict = _verdict(name, granted=flaw is not Flaw.REGISTER)
    command = Command(name=name, envelope=envelope, counts_from=counts_from, verdict=verdict)
    return Sent(command, intact)


def to_be_decided(play: Play) -> list[str]:
    """What is waited for that nobody may decide who has a hand in what it is about (R-T.26)."""
    doubts, answers = facts(play, "refer_doubt_to_board"), facts(play, "record_board_guidance")
    answerable = len(doubts) > len(answers)
    return [
        name
        for name in (
            "approve_commission",
            "approve_evaluation_commission",
            "record_board_decision",
            "record_board_guidance",
        )
        if senders(play, name) and (answerable or name != "record_board_guidance")
    ]


@st.composite
def hands_on(draw: st.DrawFn, play: Play, name: str, command_id: str) -> Sent:
    """A decision, sent by somebody who has had a part in the case; some of them may decide it."""
    (role,) = senders(play, name)
    took_part = [fact.actor.id for fact in reversed(play.file.facts)]
    sender = draw(st.sampled_from([*dict.fromkeys(took_part), FILER, *sorted(seated(play))]))
    envelope = Envelope(
        command_id=command_id,
        received_at=play.now,
        actor=Actor(role=role, id=sender),
        body=draw(documents(play, name, play.now)),
    )
    return Sent(Command(name=name, envelope=envelope, counts_from=play.now), intact=True)


def ends_of_doors(play: Play) -> list[tuple[str, datetime]]:
    """Commands that the review waits for until a term ends that has not been settled yet."""
    waited = (name for name, _ in waited_for(play) if name in SHUT_BY and senders(play, name))
    terms = ((name, closing_term(play, name)) for name in waited)
    return [(name, term.due_at) for name, term in terms if term is not None and term.due_at]


@st.composite
def filings(draw: st.DrawFn, play: Play, name: str, at: datetime, command_id: str) -> Sent:
    """An applicant's filing without any flaw but perhaps its instant."""
    envelope = Envelope(
        command_id=command_id,
        received_at=at,
        actor=Actor(role=Role.APPLICANT, id="applicant-1"),
        body=draw(documents(play, name, at)),
    )
    verdict = _verdict(name, granted=True)
    return Sent(Command(name=name, envelope=envelope, counts_from=at, verdict=verdict), intact=True)


def spoilt(body: Body) -> Body:
    """The body with a field that no document has."""
    return body | {"surplus": [1, "x"]}


def spoilt_again(sent: Sent) -> Sent:
    """Another document under the same ID."""
    envelope = sent.command.envelope
    envelope = envelope.model_copy(update={"body": spoilt(envelope.body)})
    return Sent(sent.command.model_copy(update={"envelope": envelope}), intact=False)


@st.composite
def _names(draw: st.DrawFn, play: Play, flaw: Flaw) -> str:
    if flaw is Flaw.PLACE:
        return draw(st.sampled_from(ALL))
    waited = [name for name, _ in waited_for(play) if senders(play, name)]
    if flaw is Flaw.REGISTER:
        return draw(st.sampled_from(waited or ["take_up"]))
    return draw(st.sampled_from([*waited * 4 * len(ASIDES), *ASIDES, *ASIDES, *ENDINGS]))


@st.composite
def _roles(draw: st.DrawFn, play: Play, name: str, flaw: Flaw) -> str:
    if flaw is Flaw.ROLE:
        return draw(st.sampled_from(list(REVIEW.roles)))
    right = sorted(senders(play, name)) or [Role.APPLICANT]
    return draw(st.sampled_from([*right, Role.REGISTRY] if Role.APPLICANT in right else right))


def _verdict(name: str, *, granted: bool) -> Verdict | None:
    """What a register says to those commands about which one is asked."""
    match name:
        case "take_up" | "propose_commission":
            return Verdict(granted=granted, facts={} if granted else {"first": "2026-0001"})
        case "assign_commission":
            return Verdict(granted=granted, facts={} if granted else _HELD)
        case "file_objection":
            return Verdict(granted=True, facts={"coefficient": "1.30"})
        case name if name in BY_COMPLETE_COMMISSIONS:
            known: Body = {"member": "person-1", "finding_no": "B-7"}
            return Verdict(granted=granted, facts={} if granted else known)
        case _:
            return None
