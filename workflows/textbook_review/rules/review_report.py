"""The review commission's report, held against what it measured itself (m.8(1)ç, m.17(8))."""

from decimal import Decimal

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import Work
from workflows.textbook_law.sets import lines_per_100_mm
from workflows.textbook_review.messages.review import ReviewReport


def breaches_of_review_report(
    report: ReviewReport, work: Work, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why a review report cannot stand (T-17.11, R-T.2, T-8.1ç12)."""
    return (*breaches_of_score(report.score), *_breaches_of_lines(report, work, book))


def breaches_of_score(score: Decimal | None) -> tuple[Reason, ...]:
    """Return why a score cannot be entered: it has two decimals at most, out of 100 points.

    Args:
        score: As the commission states it; none of what is reviewed without one.
    """
    if score is None:
        return ()
    if not 0 <= score <= 100:
        return (
            Reason(
                rule="T-17.11",
                what=f"a score of {score}",
                why="a draft is scored out of 100 points",
                do="enter the score between 0 and 100",
            ),
        )
    exponent = score.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -2:
        return ()
    return (
        Reason(
            rule="R-T.2",
            what=f"a score of {score}",
            why="a score has at most two decimals and is never rounded",
            do="enter it as the report states it, with two decimals at most",
        ),
    )


def _breaches_of_lines(report: ReviewReport, work: Work, book: Rulebook) -> tuple[Reason, ...]:
    """Say that lines set too close are a finding (T-8.1ç12).

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
