"""The papers of a case that an office hands out, as far as they are somebody's to print."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from starter.api.access.policy import PARTIES
from starter.api.access.reach import Sight
from starter.api.desk import Reached
from starter.client.models import Step
from starter.forms.papers import Act, Kind, sitting_of
from starter.pages.words import t
from workflows.agreement.messages.agreement import DeliveryRecord
from workflows.course.messages.course import CertificateIssue, CoursePlan, PlanRevision
from workflows.course.messages.exams import ExamSitting
from workflows.course.offices import Office
from workflows.kernel.law.calendar import local_day

_EXAM: Final = (Office.PRINCIPAL, Office.EDUCATION_DIRECTORATE, Office.DIRECTORATE_GENERAL)
READERS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "exam-entry-list": _EXAM,
    "completion-documents": (Office.PRINCIPAL,),
    "participation-documents": (Office.PRINCIPAL,),
}
"""Who prints what names people by their numbers; the rest, any office that keeps the case."""


class Offered(NamedTuple):
    """A paper that a case has come to."""

    said: str
    address: str


def is_printed(step: Step) -> bool:
    """Whether an entry is what somebody sent: what the clock brought, letters say."""
    return step.kind in {"opened", "command"}


def is_received(step: Step) -> bool:
    """Whether an entry is what somebody outside has handed in: its paper is their receipt."""
    return step.kind == "opened" or step.role in PARTIES


def acts_in(steps: Iterable[Step]) -> list[Act]:
    """Return the documents of a journal, as far as somebody sees them."""
    return [
        Act(step.name, step.body, local_day(step.counts_from))
        for step in steps
        if is_printed(step) and step.body is not None
    ]


def papers_of(reached: Reached, steps: Iterable[Step], lang: str) -> list[Offered]:
    """Return the papers that a case has come to, and that are theirs to print."""
    acts = acts_in(steps)
    every = dict.fromkeys([*_sittings(acts), *_handed_out(acts)])
    return [_offered(reached, kind, of, lang) for kind, of in every if may_print(reached, kind)]


def _sittings(acts: Sequence[Act]) -> Iterator[tuple[Kind, str]]:
    for act in acts:
        if act.name == ExamSitting.command:
            number = ExamSitting.model_validate(act.body).sitting
            if sitting_of(acts, number) is not None:
                yield "exam-entry-list", number


def _handed_out(acts: Sequence[Act]) -> Iterator[tuple[Kind, str]]:
    names = {act.name for act in acts}
    if DeliveryRecord.command in names:
        yield "delivery-record", ""
    plans = [act for act in acts if act.name in {CoursePlan.command, PlanRevision.command}]
    if CertificateIssue.command in names and plans:
        of: Any = plans[-1].body
        ends = of["plan"]["certificated"]
        yield "completion-documents" if ends else "participation-documents", ""


def may_print(reached: Reached, kind: Kind) -> bool:
    """Whether a paper is theirs to print."""
    readers = READERS.get(kind)
    own = {grant.role for grant in reached.grants}
    return reached.sight is Sight.OFFICE and (readers is None or not own.isdisjoint(readers))


def _offered(reached: Reached, kind: Kind, of: str, lang: str) -> Offered:
    said = t(f"paper/{kind}", lang) + (f": {of}" if of else "")
    asked = f"?{urlencode({'of': of})}" if of else ""
    return Offered(said, f"/cases/{reached.case_id}/papers/{kind}.pdf{asked}")
