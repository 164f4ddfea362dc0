"""The examples, played on the real engine: what they expect comes, and nothing else would pass."""

import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from starter.rehearsal.engine import Engine
from starter.rehearsal.play import play
from starter.rehearsal.render import rendered
from starter.rehearsal.report import Report
from starter.rehearsal.scenario import ScenarioProblem, load_scenario, parse_scenario

FOLDER = Path(__file__).parents[2] / "examples" / "textbook-review"

HELD = {
    "accepted-at-once": ("T-17.13", "T-17.2", "T-15.1a"),
    "ban-is-over": ("R-S.6", "R-S.10", "S-7.5"),
    "banned-publisher": ("S-42.2", "R-S.6", "R-S.7"),
    "board-after-disagreement": ("T-17.14b", "T-17.23"),
    "conditional-acceptance": ("T-17.18a", "T-17.18b", "T-17.18c", "R-T.4", "R-S.4"),
    "corrected-and-accepted": ("T-17.15a", "T-17.16", "T-17.17b"),
    "corrected-draft-returned": ("T-13.4", "R-T.6", "T-17.17a"),
    "correction-lapses": ("T-17.15b", "R-S.12"),
    "decreed-closure": ("R-S.1", "R-S.3"),
    "nobody-acts": ("T-14.2", "T-18.3", "R-T.15"),
    "re-review-then-correction": ("T-17.13", "T-17.19", "R-T.12"),
    "received-a-minute-late": ("T-17.15b", "R-S.4"),
    "received-in-time": ("T-17.15b", "R-S.4"),
    "rejected-below-75": ("T-17.12", "R-T.2"),
    "returned-at-filing": ("T-13.1a", "T-13.2a"),
    "withdrawn-before-preliminary-review": ("T-16.1",),
    "withdrawn-at-the-directorate": ("T-16.2a", "R-S.11"),
    "withdrawn-under-review": ("T-16.2b",),
    "objection-upheld": ("T-22.1", "T-22.2", "T-22.3"),
    "objection-pauses-correction": ("R-T.13", "T-22.1"),
    "objection-fails": ("T-22.1", "T-17.12"),
    "rejected-twice-by-the-board": ("R-T.13", "T-17.23"),
    "programme-rewritten": ("T-27.2a", "T-16.3"),
    "false-document": ("S-5.2a", "S-5.2c"),
    "quotation-breach": ("S-7.5",),
    "held-over-december": ("T-17.20", "R-T.16"),
    "units-draft": ("R-T.17", "T-13.2b"),
}
"""File to the rules and readings that its expectations hold."""

ONE_ROUND = "corrected-and-accepted"

STEP_DATE = re.compile(r"(?<!\w)((?:due|on|closed): )(\d{4}-\d\d-\d\d)")
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.yaml"


def a_day_later(found: re.Match[str]) -> str:
    return f"{date.fromisoformat(found[0][-10:]) + timedelta(days=1)}"


def with_other_dates(text: str) -> tuple[str, set[int]]:
    """Put off every expected date by a day; return the new text and the lines changed."""
    lines = text.splitlines()
    end = lines.index("expect:")
    changed = set()
    for number, line in enumerate(lines):
        in_step = STEP_DATE.sub(lambda found: found[1] + a_day_later(found), line)
        lines[number] = DATE.sub(a_day_later, line) if number > end else in_step
        if lines[number] != line:
            changed.add(number + 1)
    return "\n".join(lines), changed


def shown(report: Report, language: str) -> str:
    page = io.StringIO()
    Console(file=page, width=200, color_system=None).print(rendered(report, language))
    return page.getvalue()


def test_every_example_is_played() -> None:
    assert sorted(HELD) == sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.rule(*ids)) for name, ids in HELD.items()]
)
async def test_everything_comes_as_the_file_expects(engine: Engine, name: str) -> None:
    report = await play(load_scenario(path_of(name)), engine)

    assert [str(failure) for failure in report.failures] == []
    assert report.expectations > 5


@pytest.mark.parametrize("name", HELD)
async def test_each_expected_date_fails_when_it_is_a_day_off(engine: Engine, name: str) -> None:
    text, changed = with_other_dates(path_of(name).read_text("utf-8"))

    report = await play(parse_scenario(text), engine)

    assert changed
    assert {failure.line for failure in report.failures} == changed


async def test_a_failure_says_what_was_expected_what_came_and_where(engine: Engine) -> None:
    text = path_of("banned-publisher").read_text("utf-8").replace("rule: S-42.2\n", "rule: S-7.5\n")
    line = text.splitlines().index("  rule: S-7.5") + 1

    report = await play(parse_scenario(text, Path("changed.yaml")), engine)

    assert not report.passed
    said = "at the end: rule of the outcome: expected S-7.5, came S-42.2"
    assert [str(failure) for failure in report.failures] == [said]
    assert f"changed.yaml:{line}: {said}" in shown(report, "en")


async def test_a_refusal_that_does_not_come_and_one_nobody_expects_both_fail(
    engine: Engine,
) -> None:
    text = path_of("returned-at-filing").read_text("utf-8")
    text = text.replace("    refused: T-13.1a\n", "")
    text = text.replace("    send: take_up\n", "    send: take_up\n    refused: T-14.2\n")

    report = await play(parse_scenario(text), engine)

    expected = [(failure.expected, failure.came[:16]) for failure in report.failures]
    assert expected == [("refused by T-14.2", "admitted"), ("admitted", "refused by [T-13")]


@pytest.mark.rule("T-11.1a")
async def test_a_filing_that_is_refused_opens_no_case(engine: Engine) -> None:
    """T-11.1a: Saturday 8 March 2031 is no working day."""
    text = path_of("banned-publisher").read_text("utf-8").partition("expect:")[0]
    text = text.replace("2031-03-10T10:00", "2031-03-08T10:00")

    refused = await play(parse_scenario(text + "refused: T-11.1a\n"), engine)
    unexpected = await play(parse_scenario(text), engine)

    assert refused.passed
    assert (refused.decision, refused.lines) == (None, ())
    assert [reason.rule for reason in refused.refused] == ["T-11.1a"]
    assert not unexpected.passed


@pytest.mark.rule("R-S.1", "R-S.2")
async def test_other_figures_and_closed_days_are_given(engine: Engine) -> None:
    """Five working days from Monday 10 March, Thursday closed: 11, 12, 14, 17, 18."""
    text = path_of("nobody-acts").read_text("utf-8").partition("expect:")[0]
    text = text.replace(
        "given:\n",
        "given:\n"
        "  closed_days: [2031-03-13]\n"
        "  rulebook: {terms.preliminary_review.length: 5, terms.first_review.reminders: []}\n"
        "  offices: {board: {name: Kurul}}\n",
    )
    text += "expect: {needs_attention: true, terms: [{rule: T-14.2, due: 2031-03-18}]}\n"

    report = await play(parse_scenario(text), engine)

    assert [str(failure) for failure in report.failures] == []


async def test_a_figure_that_the_rulebook_does_not_have_is_named_with_its_line(
    engine: Engine,
) -> None:
    text = path_of("banned-publisher").read_text("utf-8")
    text = text.replace("given:\n", "given:\n  rulebook: {terms.correction.lenght: 5}\n")
    line = text.splitlines().index("  rulebook: {terms.correction.lenght: 5}") + 1

    with pytest.raises(ScenarioProblem, match=rf"changed.yaml:{line}: .*lenght"):
        await play(parse_scenario(text, Path("changed.yaml")), engine)


async def test_one_correction_stays_within_the_budget(engine: Engine) -> None:
    """Design, section 8: at most 400 events and 300 kB for a review with one correction."""
    figures = (await play(load_scenario(path_of(ONE_ROUND)), engine)).figures

    assert (figures.virtual_days, figures.reminders) == (112, 5)
    assert figures.events <= 400
    assert figures.history_bytes <= 300_000


async def test_people_read_the_dated_time_line_and_its_figures(engine: Engine) -> None:
    report = await play(load_scenario(path_of("correction-lapses")), engine)

    english, turkish = shown(report, "en"), shown(report, "tr")

    assert "T-17.15b opened · due 2031-05-26 17:30" in english
    assert "At the end: Not suitable · T-17.15b · 2031-05-26" in english
    assert re.search(r"2031-05-26 17:30 +lapsed: T-17.15b", english)
    assert "(settled 2031-05-27 12:00)" in english
    assert re.search(r"78 days in \d+\.\d s · 7 commands · 7 reminders · \d+ events", english)
    assert "Beklenenlerin tümü gerçekleşti" in turkish
