"""What a form takes over from what the case has been told: the proposed members into their order.

Only where the one document rests on the other. A new selection, another payment or a second delivery
is asked anew, even where it has the shape of an earlier one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from pydantic import JsonValue

from starter.client.models import Step
from starter.forms.papers import Act, active
from workflows.agreement.process import AGREEMENT
from workflows.course.process import COURSE
from workflows.kernel.law.calendar import local_day
from workflows.textbook_review.process import REVIEW

Told: TypeAlias = Sequence[Step]
Known: TypeAlias = Mapping[str, JsonValue]


def known_to(process: str, command: str, steps: Iterable[Step]) -> Known:
    """Return the fields of a document that follow from what was told before; the newest counts."""
    told = [
        step
        for step in steps
        if step.kind in {"opened", "command"} and isinstance(step.body, dict)
    ]
    found = {name: of(told) for name, of in CARRIED.get((process, command), {}).items()}
    return {name: value for name, value in found.items() if value is not None}


class From(NamedTuple):
    """A field of an earlier document."""

    commands: tuple[str, ...]
    path: str

    def __call__(self, told: Told) -> JsonValue:
        """Return it, of the newest of these documents."""
        newest = next((step for step in reversed(told) if step.name in self.commands), None)
        value: JsonValue = None if newest is None else newest.body
        for name in self.path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        return value


def people(of: Callable[[Told], JsonValue]) -> Callable[[Told], JsonValue]:
    """Return whom a field names, each to be told of: ``{"t-1": null}``."""
    return lambda told: dict.fromkeys(_names(of(told))) or None


def listed(of: Callable[[Told], JsonValue]) -> Callable[[Told], JsonValue]:
    """Return whom a field names, one after the other."""
    return lambda told: list(_names(of(told))) or None


def trainees(told: Told) -> JsonValue:
    """Return who takes part in a course now (C-7.1)."""
    return list(active([Act(step.name, step.body, local_day(step.counts_from)) for step in told]))


def _names(value: JsonValue) -> list[str]:
    return [str(each) for each in value] if isinstance(value, dict | list) else []


def _order(proposal: str) -> Mapping[str, Callable[[Told], JsonValue]]:
    return {"members": From((proposal,), "members"), "chair": From((proposal,), "chair")}


_PLANNED: Final = (COURSE.application.command, "revise_plan")
_SITTING: Final = From(("schedule_exam",), "sitting")
_RESULTS: Final = From(("record_exam_results",), "sitting")

CARRIED: Final[Mapping[tuple[str, str], Mapping[str, Callable[[Told], JsonValue]]]] = (
    MappingProxyType(
        {
            (REVIEW.name, "record_preliminary_report"): {
                "members": From(("set_up_preliminary_commission",), "members")
            },
            (REVIEW.name, "assign_commission"): _order("propose_commission"),
            (REVIEW.name, "assign_evaluation_commission"): _order("propose_evaluation_commission"),
            (REVIEW.name, "record_evaluation_report"): {
                "members": From(
                    ("assign_evaluation_commission", "propose_evaluation_commission"), "members"
                )
            },
            (COURSE.name, "revise_plan"): {"plan": From(_PLANNED, "plan")},
            (COURSE.name, "change_lesson_plan"): {
                "lesson_plan": From(_PLANNED, "plan.lesson_plan"),
                "instructors": From(_PLANNED, "plan.instructors"),
            },
            (COURSE.name, "request_exam"): {"candidates": people(trainees)},
            (COURSE.name, "schedule_exam"): {
                "candidates": listed(From(("request_exam",), "candidates")),
                "held_on": From(("request_exam",), "wished_on"),
            },
            (COURSE.name, "issue_exam_documents"): {"sitting": _SITTING},
            (COURSE.name, "record_exam_results"): {
                "sitting": _SITTING,
                "results": people(From(("schedule_exam",), "candidates")),
            },
            (COURSE.name, "cancel_exam"): {"sitting": _SITTING},
            (COURSE.name, "take_off_candidates"): {"sitting": _SITTING},
            (COURSE.name, "correct_exam_results"): {"sitting": _RESULTS},
            (COURSE.name, "record_grades"): {"results": people(trainees)},
            (AGREEMENT.name, "decide_publicity"): {
                "materials": From(("request_publicity",), "materials")
            },
        }
    )
)
"""Of each document that rests on earlier ones: its fields, and where they come from."""
