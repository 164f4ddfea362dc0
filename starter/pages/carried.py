"""What a form takes over from what the case was told: the proposed members into their order.

Only where the one document rests on the other. A new selection, another payment, a second delivery
are asked anew, even where it has the shape of an earlier one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

from pydantic import JsonValue

from starter.client.models import Step
from starter.forms.papers import active
from starter.pages.papers import acts_in, is_printed
from workflows.agreement.process import AGREEMENT
from workflows.course.process import COURSE
from workflows.textbook_review.process import REVIEW

Told: TypeAlias = Sequence[Step]
Known: TypeAlias = dict[str, JsonValue]
Source: TypeAlias = Callable[[Told], JsonValue]


def known_to(process: str, command: str, steps: Iterable[Step]) -> Known:
    """Return the fields of a document that follow from what was told before; the newest counts."""
    told = [step for step in steps if is_printed(step) and isinstance(step.body, dict)]
    found = {name: of(told) for name, of in CARRIED.get((process, command), {}).items()}
    return {name: value for name, value in found.items() if value is not None}


def newest(path: str, *commands: str) -> Source:
    """Return a field of the newest of some earlier documents."""

    def found(told: Told) -> JsonValue:
        last = next((step for step in reversed(told) if step.name in commands), None)
        value: JsonValue = None if last is None else last.body
        for name in path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        return value

    return found


def people(of: Source) -> Source:
    """Return whom a field names, each to be told of: ``{"t-1": null}``."""
    return lambda told: dict.fromkeys(_names(of(told))) or None


def listed(of: Source) -> Source:
    """Return whom a field names, one after the other."""
    return lambda told: list(_names(of(told))) or None


def trainees(told: Told) -> JsonValue:
    """Return who takes part in a course now (C-7.1)."""
    return list(active(acts_in(told)))


def _names(value: JsonValue) -> list[str]:
    return [str(each) for each in value] if isinstance(value, dict | list) else []


def _order(proposal: str) -> Mapping[str, Source]:
    return {"members": newest("members", proposal), "chair": newest("chair", proposal)}


_PLANNED: Final = (COURSE.application.command, "revise_plan")
_SITTING: Final = newest("sitting", "schedule_exam")
_RESULTS: Final = newest("sitting", "record_exam_results")

CARRIED: Final[Mapping[tuple[str, str], Mapping[str, Source]]] = MappingProxyType(
    {
        (REVIEW.name, "record_preliminary_report"): {
            "members": newest("members", "set_up_preliminary_commission")
        },
        (REVIEW.name, "assign_commission"): _order("propose_commission"),
        (REVIEW.name, "assign_evaluation_commission"): _order("propose_evaluation_commission"),
        (REVIEW.name, "record_evaluation_report"): {
            "members": newest(
                "members", "assign_evaluation_commission", "propose_evaluation_commission"
            )
        },
        (COURSE.name, "revise_plan"): {"plan": newest("plan", *_PLANNED)},
        (COURSE.name, "change_lesson_plan"): {
            "lesson_plan": newest("plan.lesson_plan", *_PLANNED),
            "instructors": newest("plan.instructors", *_PLANNED),
        },
        (COURSE.name, "request_exam"): {"candidates": people(trainees)},
        (COURSE.name, "schedule_exam"): {
            "candidates": listed(newest("candidates", "request_exam")),
            "held_on": newest("wished_on", "request_exam"),
        },
        (COURSE.name, "issue_exam_documents"): {"sitting": _SITTING},
        (COURSE.name, "record_exam_results"): {
            "sitting": _SITTING,
            "results": people(newest("candidates", "schedule_exam")),
        },
        (COURSE.name, "cancel_exam"): {"sitting": _SITTING},
        (COURSE.name, "take_off_candidates"): {"sitting": _SITTING},
        (COURSE.name, "correct_exam_results"): {"sitting": _RESULTS},
        (COURSE.name, "record_grades"): {"results": people(trainees)},
        (AGREEMENT.name, "decide_publicity"): {
            "materials": newest("materials", "request_publicity")
        },
    }
)
"""Of each document that rests on earlier ones: its fields, and where they come from."""
