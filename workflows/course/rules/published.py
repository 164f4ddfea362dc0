"""Who publishes what courses rest on: programmes (C-1.2) and classrooms (C-10.1)."""

from pydantic import JsonValue

from workflows.course.offices import Office
from workflows.course.rules.plan import Classroom, classroom_of
from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor


def breaches_of_programme(*, by: Actor) -> tuple[Reason, ...]:
    """Return why a programme cannot be published: the list is the directorate general's (C-1.2)."""
    return only("C-1.2", by, Office.DIRECTORATE_GENERAL, to="publish a programme")


def breaches_of_classroom(
    classroom: Classroom, *, by: Actor, before: JsonValue
) -> tuple[Reason, ...]:
    """Return why a classroom cannot be entered (C-10.1).

    Args:
        classroom: The classroom, its capacity as the licence allows it.
        by: Who enters it.
        before: The row under its code so far, if there is one.
    """
    found = [*only("C-10.1", by, Office.EDUCATION_DIRECTORATE, to="enter a classroom")]
    if classroom.capacity < 1:
        found.append(
            Reason(
                rule="C-10.1",
                what=f"a capacity of {classroom.capacity}",
                why="the licence allows a classroom at least one place",
                do="enter the capacity of the licence; withdraw the row of a room that is closed",
            )
        )
    earlier = classroom_of(before)
    if earlier is not None and earlier.institution != classroom.institution:
        found.append(
            Reason(
                rule="C-10.1",
                what=f"the code {classroom.code} is a classroom of {earlier.institution}",
                why="a course finds its classroom by the code alone",
                do="enter the classroom under a code of its own",
            )
        )
    return tuple(found)
