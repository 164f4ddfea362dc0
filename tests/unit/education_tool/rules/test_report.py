"""The three results, the qualities behind them, and what has changed in a tool."""

from typing import Any

import pytest

from tests.unit.education_tool.tools import a_report, a_tool, qualities
from workflows.education_tool.messages.application import Content, Form, Medium
from workflows.education_tool.messages.review import Comparison, Quality, ReviewReport
from workflows.education_tool.rules.report import breaches_of_comparison, breaches_of_report


def rules(result: str, tool: dict[str, Any] | None = None, **changes: Any) -> list[str]:
    report = ReviewReport.model_validate(a_report(result, **changes))
    return [reason.rule for reason in breaches_of_report(report, a_tool(**(tool or {})))]


@pytest.mark.rule("E-35.3")
@pytest.mark.parametrize("form", Form)
def test_only_an_unprinted_or_electronic_tool_is_suitable_on_condition(form: Form) -> None:
    tool = {"form": form.value}

    assert rules("suitable", tool) == []
    assert rules("not-suitable", tool) == []
    assert rules("conditional", tool) == (["E-35.3"] if form is Form.PRINTED else [])


@pytest.mark.rule("E-35.2")
@pytest.mark.parametrize("quality", [q for q in Quality if q is not Quality.FOREIGN_LANGUAGE])
def test_a_report_addresses_every_quality(quality: Quality) -> None:
    assert rules("suitable", qualities=qualities(but=(quality,))) == ["E-35.2"]


@pytest.mark.rule("E-35.2")
def test_the_language_is_addressed_where_it_is_foreign() -> None:
    foreign = {"foreign_language": "ingilizce"}

    assert rules("suitable", foreign) == ["E-35.2"]
    every: dict[str, Any] = qualities() | {"foreign-language": True}
    assert rules("suitable", foreign, qualities=every) == []


@pytest.mark.rule("E-35.3")
def test_the_result_follows_from_the_findings() -> None:
    assert rules("suitable", qualities=qualities(Quality.SCIENCE)) == ["E-35.3"]
    assert rules("conditional", qualities=qualities()) == ["E-35.3"]
    assert rules("not-suitable", qualities=qualities()) == ["E-35.3"]


@pytest.mark.rule("E-21.1")
@pytest.mark.parametrize("result", ["conditional", "not-suitable"])
def test_what_is_wrong_stands_on_an_error_slip(result: str) -> None:
    assert rules(result, error_slip_no=None) == ["E-21.1"]


@pytest.mark.rule("E-35.4")
@pytest.mark.parametrize(
    ("medium", "quantity", "found"),
    [
        ("screens", 40, []),
        ("screens", 41, ["E-35.4"]),
        ("globe", 1, ["E-35.4"]),
    ],
)
def test_only_a_part_of_the_tool_can_have_changed(
    medium: str, quantity: int, found: list[str]
) -> None:
    changed = (Content(medium=Medium(medium), quantity=quantity),)
    comparison = Comparison(report_no="I-1", signed_by=("expert-1",), changed=changed)

    assert [r.rule for r in breaches_of_comparison(comparison, a_tool())] == found


@pytest.mark.rule("E-35.4")
def test_nothing_may_have_changed() -> None:
    comparison = Comparison(report_no="I-1", signed_by=("expert-1",), changed=())

    assert breaches_of_comparison(comparison, a_tool()) == ()


@pytest.mark.rule("E-35.4")
@pytest.mark.parametrize(("second", "found"), [(20, []), (21, ["E-35.4"])])
def test_pieces_of_one_medium_are_taken_together(second: int, found: list[str]) -> None:
    screens = [Content(medium=Medium.SCREENS, quantity=quantity) for quantity in (40, second)]
    tool = a_tool(contents=[{"medium": "screens", "quantity": n} for n in (30, 30)])
    comparison = Comparison(report_no="I-1", signed_by=("expert-1",), changed=tuple(screens))

    assert [r.rule for r in breaches_of_comparison(comparison, tool)] == found
