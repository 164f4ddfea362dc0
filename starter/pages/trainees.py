"""The trainees of a course: how each stands, what came out of their exams, how many are left."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from starter.client.models import Step
from starter.forms.papers import enrolled
from starter.pages.fields import value_word
from starter.pages.papers import acts_in
from starter.pages.words import t
from starter.runtime.serving import editions_of
from workflows.course.messages.course import CoursePlan, EnrolmentStatus, PlanRevision, StatusChange
from workflows.course.messages.exams import ExamResult
from workflows.course.process import COURSE
from workflows.course.rules.rights import Sitting, rights_left
from workflows.course.rules.sittings import ABOUT_SITTINGS, sittings_after
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.roles import Actor

_ABOUT: Final[Mapping[str, Any]] = {kind.command: kind for kind in ABOUT_SITTINGS}


class TraineeLine(NamedTuple):
    """How one trainee stands."""

    trainee: str
    status: str
    results: tuple[tuple[str, str], ...]
    """Number of each sitting with what came out of it."""
    left: int | None
    """Exam rights; none of a course without exams."""


def trainees_of(steps: Sequence[Step], edition: str, lang: str) -> tuple[TraineeLine, ...]:
    """Return the trainees of a course, in the order of their enrolment.

    Args:
        steps: Its journal, as far as somebody sees it.
        edition: Of the rulebook by which the case goes.
        lang: ``tr`` or ``en``.
    """
    acts = acts_in(steps)
    stands: dict[str, EnrolmentStatus] = {}
    certificated = False
    for act in acts:
        if act.name == StatusChange.command:
            stands |= StatusChange.model_validate(act.body).changes
        elif act.name in {CoursePlan.command, PlanRevision.command}:
            body: Any = act.body
            certificated = bool(body["plan"]["certificated"])
    sittings = sittings_after(_exams(steps))
    book = _editions()[edition]
    return tuple(
        TraineeLine(
            trainee=key,
            status=value_word(stands.get(key, EnrolmentStatus.ACTIVE), lang),
            results=tuple(_results(key, sittings, lang)),
            left=rights_left(key, sittings, book) if certificated else None,
        )
        for key in enrolled(acts)
    )


@cache
def _editions() -> Mapping[str, Rulebook]:
    return {book.edition: book for book in editions_of(COURSE)}


def _exams(steps: Iterable[Step]) -> Iterable[Any]:
    for step in steps:
        if step.kind == "command" and step.name in _ABOUT and isinstance(step.body, dict):
            document = _ABOUT[step.name].model_validate(step.body)
            document.filed(step.counts_from, Actor(role=step.role, id=step.actor or step.role))
            yield document


def _results(key: str, sittings: Iterable[Sitting], lang: str) -> Iterable[tuple[str, str]]:
    for sitting in sittings:
        if key not in sitting.candidates and key not in (sitting.results or {}):
            continue
        result: ExamResult | None = (sitting.results or {}).get(key)
        state = t("exam-cancelled" if sitting.cancelled_on else "exam-planned", lang)
        yield sitting.number, value_word(result, lang) if result else state
