"""The review commission's report, held against what it measured itself (m.8(1)ç, m.17(8))."""

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import Work
from workflows.textbook_law.sets import lines_per_100_mm
from workflows.textbook_review.messages.review import ReviewReport


def breaches_of_review_report(
    report: ReviewReport, work: Work, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why a review report cannot stand: lines set too close are a finding (T-8.1ç12).

    Nothing is asked of books for non-formal education, or where nobody measured.
    """
    found, most = report.most_lines, lines_per_100_mm(work.grade, book)
    if found is None or most is None or found <= most or report.findings > 0:
        return ()
    return (
        Reason(
            rule="T-8.1ç12",
            what=f"the report has no finding, but {found} lines on 100 mm",
            why=f"a book for grade {work.grade} has at most {most}, and more is a finding",
            do="count it among the findings",
        ),
    )
