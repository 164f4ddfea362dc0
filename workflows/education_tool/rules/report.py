"""What a commission reports on a tool (m.35(2) to (4)) and when it was decided on (m.35(5))."""

from collections import Counter
from collections.abc import Iterable

from workflows.education_tool.messages.application import Content, Form, Medium, Tool
from workflows.education_tool.messages.review import Comparison, Quality, Result, ReviewReport
from workflows.kernel.case.refusal import Reason

MEDIUM_CALLED = {
    Medium.BOOK: "pages",
    Medium.SCREENS: "screens",
    Medium.CONTENT: "minutes of content",
    Medium.TABLE: "tables",
    Medium.SLIDE: "slides",
    Medium.PICTURE: "pictures",
    Medium.PHOTOGRAPH: "photographs",
    Medium.GLOBE: "globes",
    Medium.ATLAS_MAP: "maps of an atlas",
    Medium.MAP: "maps",
    Medium.NON_PRINTED: "other pieces",
    Medium.FILM: "minutes of film",
    Medium.VIDEO: "minutes of video",
    Medium.AUDIO: "minutes of audio",
    Medium.ANIMATION: "minutes of animation",
}
"""How the media of a tool are counted, as a refusal says it."""

QUALITY_CALLED = {
    Quality.LAWFUL: "lawfulness",
    Quality.AIMS: "aims of national education",
    Quality.VISUALS: "supporting visuals",
    Quality.LEVEL_AND_TYPE: "fitness for its level",
    Quality.SCIENCE: "scientific correctness",
    Quality.TURKISH: "good Turkish",
    Quality.NO_DISPARAGEMENT: "no disparagement",
    Quality.NO_DISCRIMINATION: "no discrimination",
    Quality.NO_ADVERTISING: "no advertising",
    Quality.FOREIGN_LANGUAGE: "good use of the foreign language",
    Quality.AESTHETICS: "aesthetic values",
    Quality.COMMON_VALUES: "common values",
}
"""What the qualities of a tool are called in a refusal."""


def breaches_of_report(report: ReviewReport, tool: Tool) -> tuple[Reason, ...]:
    """Return why a report on a tool cannot stand (E-35.2, E-35.3, E-21.1)."""
    return (
        *_breaches_of_qualities(report, tool),
        *_breaches_of_result(report, tool.form),
    )


def may_be_conditional(form: Form) -> bool:
    """Return whether errors can still be mended: of an unprinted or electronic tool (E-35.3)."""
    return form is not Form.PRINTED


def breaches_of_comparison(comparison: Comparison, tool: Tool) -> tuple[Reason, ...]:
    """Return why a comparison cannot stand: only what is there can have changed (E-35.4)."""
    there, changed = _amounts(tool.contents), _amounts(comparison.changed)
    too_much = [medium for medium in changed if changed[medium] > there[medium]]
    return tuple(
        Reason(
            rule="E-35.4",
            what=f"{changed[medium]} of {there[medium]} ({MEDIUM_CALLED[medium]}) are said to have "
            "changed",
            why="what has changed is a part of the tool that was filed",
            do=f"state at most {there[medium]}, or have the unit file the tool as it is now",
        )
        for medium in too_much
    )


def _amounts(contents: Iterable[Content]) -> Counter[Medium]:
    found: Counter[Medium] = Counter()
    for content in contents:
        found[content.medium] += content.quantity
    return found


def _breaches_of_qualities(report: ReviewReport, tool: Tool) -> Iterable[Reason]:
    asked = [q for q in Quality if q is not Quality.FOREIGN_LANGUAGE or tool.foreign_language]
    missing = [quality for quality in asked if quality not in report.qualities]
    for quality in missing:
        yield Reason(
            rule="E-35.2",
            what=f"the report does not address: {QUALITY_CALLED[quality]}",
            why="a tool is looked at in all the respects of m.35(2)",
            do="add what the commission found on it",
        )
    lacking = [
        QUALITY_CALLED[quality] for quality, has_it in report.qualities.items() if not has_it
    ]
    if lacking and report.result is Result.SUITABLE:
        yield Reason(
            rule="E-35.3",
            what=f"the tool is found suitable and lacks: {', '.join(lacking)}",
            why="a tool with errors is suitable once they are mended, or not at all",
            do="report it as conditional or not suitable, or correct the findings",
        )
    if not lacking and report.result is not Result.SUITABLE and not missing:
        yield Reason(
            rule="E-35.3",
            what="the tool has every quality and is not found suitable",
            why="the result follows from what the commission found",
            do="say which quality it lacks, or report it as suitable",
        )


def _breaches_of_result(report: ReviewReport, form: Form) -> Iterable[Reason]:
    if report.result is Result.CONDITIONAL and not may_be_conditional(form):
        yield Reason(
            rule="E-35.3",
            what="a printed tool is found suitable on condition",
            why="only in an unprinted or electronic tool can errors still be mended",
            do="report it as suitable or as not suitable",
        )
    if report.result is not Result.SUITABLE and report.error_slip_no is None:
        yield Reason(
            rule="E-21.1",
            what="no error slip belongs to the report",
            why="what is wrong stands clearly on an error slip",
            do="state the number of the error slip",
        )
