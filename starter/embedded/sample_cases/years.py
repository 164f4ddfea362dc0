"""The Ministry's next year: opened ahead, with a question about leftovers before the Presidency."""

from typing import Any, Final

from starter.embedded.sample_cases.sample import Body, Days, Sample, Step, fixed
from workflows.kernel.roles import Actor
from workflows.ministry_year.offices import Office
from workflows.ministry_year.process import YEAR


def _opened(days: Days) -> Body:
    return {"year": days.filed_on.year + 1}


def _leftovers(n: int, copies: int) -> Any:
    def body(days: Days) -> Body:
        return {
            "request_no": f"K-{n}",
            "book_no": "ornek-1",
            "printed_in": days.filed_on.year - 1,
            "copies": copies,
        }

    return body


YEARS: Final = (
    Sample(
        YEAR,
        "ornek-1",
        _opened,
        4,
        (
            Step(
                "ask_about_leftovers", Office.PUBLICATIONS_DEPARTMENT, _leftovers(1, 500), after=1
            ),
            Step(
                "give_opinion",
                Office.PRESIDENCY,
                fixed(request_no="K-1", distribute=True, letter_no="G-1"),
                after=2,
            ),
            Step("ask_about_leftovers", Office.PUBLICATIONS_DEPARTMENT, _leftovers(2, 80), after=3),
        ),
        by=Actor(role=Office.PRESIDENCY, id="ornek-presidency"),
    ),
)
