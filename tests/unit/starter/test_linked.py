"""What people read of a case that another one has opened, was refused, or is still owed."""

import pytest
from rich.console import Console

from activities.registers.openings import Link
from starter.cli.work import viewing
from workflows.kernel.case.refusal import Refusal

REVIEW, BOOK = "textbook-review-2031-0042", "textbook-in-use-2031-0001"
NO = Refusal.because("B-25.1", what="its term has ended", why="it has", do="file it anew")


def said(case_id: str, link: Link) -> str:
    console = Console(width=200)
    with console.capture() as written:
        console.print(viewing.linked(case_id, (link,), "en"))
    return written.get().strip()


@pytest.mark.parametrize(
    ("case_id", "opened", "refusal", "line"),
    [
        (REVIEW, BOOK, None, f"Opens: {BOOK}"),
        (BOOK, BOOK, None, f"Opened by: {REVIEW}"),
        (REVIEW, None, None, "Opens: textbook-in-use"),
        (
            REVIEW,
            None,
            NO,
            "Not opened: textbook-in-use · B-25.1: its term has ended; file it anew",
        ),
    ],
)
def test_each_case_names_the_other(
    case_id: str, opened: str | None, refusal: Refusal | None, line: str
) -> None:
    link = Link(from_case=REVIEW, process="textbook-in-use", opened_case=opened, refusal=refusal)
    assert said(case_id, link) == line
