"""The examples, played on the real engine: what they expect comes, and nothing else would pass."""

import io
import re
from collections.abc import AsyncIterator, Iterable
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import pytest
from rich.console import Console

from starter.embedded.temporal import DYNAMIC_CONFIG
from starter.rehearsal.checks import Seen, checks
from starter.rehearsal.comparing import (
    AS_IT_STANDS,
    TermAt,
    difference,
    figures_in,
    under,
)
from starter.rehearsal.engine import Engine, running_engine
from starter.rehearsal.play import play
from starter.rehearsal.render import differences, rendered
from starter.rehearsal.report import Report
from starter.rehearsal.scenario import (
    Expected,
    Scenario,
    ScenarioProblem,
    load_scenario,
    parse_scenario,
    scenario_files,
)
from starter.rehearsal.server import UNLISTED
from starter.rehearsal.sheet import Place, Spot
from tests.kit.edges import AGREEMENTS, BOOKS, COURSES, FOLDER, TOOLS, walk, ways_of
from tests.kit.reasons import rules_of
from workflows.kernel.law.calendar import ISTANBUL

HELD = {
    "accepted-at-once": ("T-17.13", "T-17.2", "T-15.1a"),
    "ban-lifted": ("S-37.1", "R-S.7", "R-S.13"),
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
    "update-without-errors": ("T-17.25", "T-11.1ç", "T-13.2d"),
    "update-sent-back-twice": ("T-17.25",),
    "update-out-of-its-window": ("T-11.1ç", "R-T.33"),
    "update-lapses": ("T-17.25", "R-T.7"),
    "translation": ("T-11.2b",),
    "commission-sent-back": ("T-20.1", "R-T.18", "S-19.2", "T-16.2b"),
    "follow-up-form-refused": ("T-23.1", "S-19.2", "T-17.18b"),
    "guided-corrections-lapse": ("T-17.18c",),
    "conditional-acceptance-lapses": ("T-17.18b",),
    "unfit-for-programme": ("T-16.2b",),
    "objection-beside-preliminary-review": ("T-22.1", "R-T.13", "T-17.17a"),
    "two-re-reviews": ("T-17.19", "R-T.12", "R-T.7"),
    "objection-after-second-round": ("R-T.13", "T-17.17a", "T-22.1"),
    "objection-in-second-review": ("R-T.13", "T-22.1"),
    "corrections-tried-again": ("T-17.18b", "T-17.18c"),
    "second-round-held-over-december": ("T-17.20", "R-T.16"),
    "fee-of-a-set": ("T-15.1b", "R-T.9"),
    "followed-into-use": ("T-17.23", "B-25.1", "B-33.1a"),
}
"""File to the rules and readings that its expectations hold."""

HELD_BY_COURSES = {
    "anniversary-in-a-feast": ("C-8.5", "R-C.9", "C-8.1"),
    "cancelled-while-active": ("C-9.2",),
    "certificated": ("C-6.1", "C-8.1", "C-8.3", "C-8.4", "C-8.8", "C-8.9", "R-C.11"),
    "closed-in-the-middle": ("C-9.3", "C-6.1"),
    "closing-refused": ("C-9.3", "R-C.3", "C-8.11"),
    "completed-late": ("C-8.1", "R-C.10"),
    "four-failures": ("C-8.5", "R-C.11"),
    "given-up-while-planned": ("C-9.1", "R-C.3"),
    "grades-by-the-directorate": ("C-8.2", "R-C.6"),
    "hidden-identity": ("C-2.1", "C-2.2"),
    "late-trainees": ("C-2.3", "C-7.1", "C-8.4", "C-10.1"),
    "leap-day": ("C-8.5", "R-C.9"),
    "lesson-plan-changed": ("C-4.2", "C-4.3", "C-4.4", "C-4.5", "C-7.2", "R-C.3", "R-C.9"),
    "next-level": ("C-1.3", "C-8.10", "C-15.1"),
    "no-show": ("C-8.3", "C-8.5", "R-C.8"),
    "nobody-acts": ("C-8.1", "C-8.5", "R-C.10"),
    "not-on-the-list": ("C-1.2", "C-10.1"),
    "planned-for-another-institution": ("C-0.1",),
    "sent-back-by-the-director": ("R-C.2", "R-C.3", "C-5.1"),
    "sitting-cancelled": ("R-C.8", "C-8.5"),
    "strangers-are-refused": ("C-0.1",),
    "uncertificated": ("C-8.11", "C-8.2"),
    "asked-for-and-never-planned": ("C-8.5", "R-C.11"),
    "called-off-on-the-last-day": ("R-C.18",),
    "closing-taken-back": ("R-C.17", "R-C.19", "C-9.2"),
    "exam-on-a-saturday": ("C-8.5", "R-C.9"),
    "single-days": ("C-4.1", "R-C.14", "R-C.16"),
}

HELD_BY_AGREEMENTS = {
    "a-year-of-reports": ("A-11.3a", "A-11.3b", "A-11.3c", "A-8.10", "A-13.1", "R-A.2", "R-A.10"),
    "calendar-year": ("A-11.3a", "A-11.3b", "A-11.3c", "R-A.2"),
    "costs-borne": ("A-8.1", "A-8.6", "R-A.13", "R-A.14"),
    "costs-refused": ("A-8.1", "A-8.6", "R-A.13", "R-A.14"),
    "entered-after-the-end": ("A-11.4", "R-A.5"),
    "extension-granted": ("A-11.5", "A-8.10"),
    "extension-undecided": ("R-A.4", "A-8.10"),
    "gates-of-draft-and-signing": (
        *("A-8.1", "A-8.3", "A-8.4", "A-8.8", "A-8.9", "A-8.10", "A-8.11", "A-8.12"),
        *("A-9.1", "A-9.3", "A-10.1", "A-10.3", "A-11.1", "R-A.9"),
    ),
    "governor-approves-costs": ("A-8.6", "R-A.3"),
    "minister-approves-costs": ("A-8.6", "A-8.3", "R-A.8", "R-A.9"),
    "nobody-acts": ("R-A.3",),
    "papers-missing": ("A-6.3b",),
    "programme-first": ("A-5.1", "A-5.2", "A-7.2"),
    "recorded-on-monday": ("A-11.4", "R-A.5", "R-A.6", "R-A.10"),
    "redirected": ("A-6.1", "A-8.2", "R-A.8"),
    "refused-by-letter": ("A-6.3a", "A-7.2"),
    "terminated-by-indicators": ("A-11.1", "A-11.2", "R-A.6"),
    "terminated-unilaterally": ("A-8.8", "A-11.4", "R-A.2", "R-A.5", "R-A.6"),
}

HELD_BY_TOOLS = {
    "bought-and-suitable": ("E-15.1", "E-35.3", "E-35.5", "E-35.7", "R-E.1", "R-E.5"),
    "donation-mended": ("E-35.1b", "E-35.3", "R-E.4"),
    "donation-not-approved": ("E-35.1b",),
    "exempt": ("E-35.6",),
    "foreign-language": ("E-36.2", "R-E.9", "E-35.2"),
    "foreign-school": ("E-11.1c", "R-E.7"),
    "member-replaced": ("E-19", "E-15.5"),
    "minority-school": ("E-11.1b", "E-11.1b2", "E-36.1a", "R-E.7"),
    "nobody-acts": ("R-E.1",),
    "not-exempt-after-all": ("E-35.6", "E-35.3"),
    "own-tool-without-a-standard": ("E-35.6", "R-E.4", "R-E.11"),
    "owner-applies-itself": ("E-35.1a",),
    "paid-at-the-turn-of-the-half-year": ("E-15.1", "R-E.8"),
    "printed-and-faulty": ("E-15.1", "E-36.1a", "E-35.3"),
    "requested-by-the-minister": ("E-36.1c", "R-E.11"),
    "reviewed-again-changed": ("E-35.4", "R-E.7"),
    "reviewed-again-unchanged": ("E-35.4", "R-E.7"),
    "still-not-mended": ("R-E.4", "R-E.6"),
    "under-a-protocol": ("E-35.1b", "E-35.5"),
    "withdrawn-at-the-directorate": ("R-E.6",),
    "withdrawn-before-the-commission": ("R-E.6", "E-35.1a"),
    "without-a-sworn-translation": ("E-11.1c",),
}

HELD_BY_BOOKS = {
    "tool-for-five-years": ("B-34.1", "R-B.12"),
    "tool-until-a-textbook": ("B-34.1", "R-B.24"),
    "accepted-after-the-cut-off": ("R-B.4", "R-B.19"),
    "accepted-in-december": ("B-33.1b", "R-B.14"),
    "completed-on-new-years-eve": ("B-32.2c",),
    "copies-not-delivered": ("B-28.1a", "S-28.1a", "R-B.6"),
    "copies-registered-late": ("B-28.1a", "R-B.7", "R-B.8"),
    "deferred": ("B-32.2c", "R-B.1"),
    "extension-decided-after-the-end": ("B-26.1",),
    "extension-in-a-full-field": ("B-26.1", "R-B.5", "R-B.20"),
    "false-document": ("S-5.2b", "R-B.6"),
    "findings-of-a-printing": ("B-28.1c", "B-28.4"),
    "incomplete-decision": ("B-25.1",),
    "mismatch": ("B-28.1b", "S-28.1b"),
    "names-disputed": ("B-39.1", "B-39.2", "B-28.2", "R-B.12", "R-B.18"),
    "no-third-extension": ("B-26.2",),
    "nobody-acts": ("B-25.1", "B-33.1a"),
    "programme-not-reflected": ("B-27.1a", "S-27.1", "R-B.17"),
    "programme-rewritten": ("B-27.2b", "R-B.9"),
    "proposal-by-a-reader": ("B-28.3",),
    "reflected-officially": ("B-27.1a",),
    "sold-above-its-price": ("B-33.1d", "S-33.1e"),
    "unknown-review": ("T-4.4",),
    "whole-life": ("B-25.1", "B-26.1", "B-26.2", "R-B.5", "B-27.1a", "B-28.1a", "B-30.3"),
}

HELD_IN = {
    FOLDER: HELD,
    COURSES: HELD_BY_COURSES,
    AGREEMENTS: HELD_BY_AGREEMENTS,
    TOOLS: HELD_BY_TOOLS,
    BOOKS: HELD_BY_BOOKS,
}

EXAMPLES = sorted(scenario_files(FOLDER.parent.glob("*/*.yaml")))

LONGEST = [
    max(each, key=lambda path: len(path.read_bytes()))
    for _, each in groupby(EXAMPLES, key=lambda path: path.parent)
]
"""The longest example of each process."""

SHORTEST = 3
"""Lines of a time line that has nothing to continue."""

ONE_ROUND = "corrected-and-accepted"

CHANGED = FOLDER / "changed.yaml"
"""Where a changed example would stand, beside the beginning that it extends."""

STEP_DATE = re.compile(r"(?<![\w{])((?:due|on|closed): )(\d{4}-\d\d-\d\d)")
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.yaml"


def a_day_later(found: re.Match[str]) -> str:
    return f"{date.fromisoformat(found[0][-10:]) + timedelta(days=1)}"


def a_day_off(text: str) -> tuple[str, set[int]]:
    """Put off every expected date by a day; return the new text and the lines changed."""
    lines = text.splitlines()
    end = lines.index("expect:") if "expect:" in lines else len(lines)
    changed = set()
    for number, line in enumerate(lines):
        in_step = STEP_DATE.sub(lambda found: found[1] + a_day_later(found), line)
        lines[number] = DATE.sub(a_day_later, line) if number > end else in_step
        if lines[number] != line:
            changed.add(number + 1)
    return "\n".join(lines), changed


def put_off_by_a_day(path: Path, folder: Path) -> tuple[Scenario, set[Spot]]:
    """Put off every expected date of a file and its beginning; return it and what was changed."""
    changed = set()
    for source in (path, *path.parent.glob("_*.yaml")):
        text, lines = a_day_off(source.read_text("utf-8"))
        (folder / source.name).write_text(text, "utf-8")
        extended = source == path or f"extends: {source.name}\n" in path.read_text("utf-8")
        changed |= {Spot(folder / source.name, line) for line in lines if extended}
    return load_scenario(folder / path.name), changed


def expected_at(scenario: Scenario, place: Place) -> Expected:
    """Return what a scenario expects where it looks at a case: in a step, or at the end."""
    if place == ("expect",):
        return scenario.expect
    _, number, _ = place
    assert isinstance(number, int)
    expected = scenario.steps[number].expect
    assert expected is not None
    return expected


def shown(report: Report, language: str) -> str:
    page = io.StringIO()
    Console(file=page, width=300, color_system=None).print(rendered(report, language))
    return page.getvalue()


@pytest.mark.parametrize(("folder", "held"), HELD_IN.items())
def test_every_example_is_played(folder: Path, held: dict[str, tuple[str, ...]]) -> None:
    assert sorted(held) == sorted(path.stem for path in scenario_files(folder.glob("*.yaml")))


@pytest.fixture(scope="module")
async def turning() -> AsyncIterator[Engine]:
    """A server that suggests to continue as new as soon as a run has settled anything.

    Nobody looks at its lists; `test_listing` does at those of another.
    """
    restless = {**DYNAMIC_CONFIG, **UNLISTED, "limit.historyCount.suggestContinueAsNew": "4"}
    async with running_engine(dynamic_config=restless) as engine:
        yield engine


def story_of(report: Report) -> list[object]:
    """What happened, without the milliseconds at which it was settled."""
    return [line.model_copy(update={"settled_at": line.counts_from}) for line in report.lines]


def _held_by(path: Path) -> list[pytest.MarkDecorator]:
    ids = HELD_IN.get(path.parent, {}).get(path.stem)
    return [pytest.mark.rule(*ids)] if ids else []


def _each_of(paths: Iterable[Path]) -> pytest.MarkDecorator:
    params = [
        pytest.param(path, marks=_held_by(path), id=f"{path.parent.name}/{path.stem}")
        for path in paths
    ]
    return pytest.mark.parametrize("path", params)


async def played_as_expected(path: Path, turning: Engine, folder: Path) -> Report:
    """Play in runs as short as can be, and look once more with every date a day off.

    Playing tells each journal again without a run ever ending (`told_again`), or it fails.
    """
    later, changed = put_off_by_a_day(path, folder)
    wrong: set[Spot | None] = set()

    def with_other_dates(place: Place, seen: Seen) -> None:
        for check in checks(expected_at(later, place), seen):
            if not check.holds:
                wrong.add(later.spot((*place, *check.place)))

    turned = await play(load_scenario(path), turning, looking_on=with_other_dates)

    assert [str(failure) for failure in turned.failures] == []
    assert turned.expectations
    assert turned.figures.runs > 1 or len(turned.lines) < SHORTEST
    assert wrong == changed
    walked = f" → {walk(turned)} → "
    passed = ways_of(path.stem, path.parent) if path.parent in HELD_IN else ()
    assert [way for way in passed if f" → {way} → " not in walked] == []
    return turned


@_each_of(path for path in EXAMPLES if path not in LONGEST)
async def test_everything_comes_as_the_file_expects(
    turning: Engine, path: Path, tmp_path: Path
) -> None:
    await played_as_expected(path, turning, tmp_path)


@_each_of(LONGEST)
async def test_a_case_that_continues_as_new_after_every_act_lives_the_same_life(
    engine: Engine, turning: Engine, path: Path, tmp_path: Path
) -> None:
    """V-7; and everything comes here too as the file expects."""
    turned = await played_as_expected(path, turning, tmp_path)
    whole = await play(load_scenario(path), engine)

    assert turned.figures.runs > whole.figures.runs
    assert story_of(turned) == story_of(whole)


async def test_a_failure_says_what_was_expected_what_came_and_where(engine: Engine) -> None:
    text = path_of("banned-publisher").read_text("utf-8").replace("rule: S-42.2\n", "rule: S-7.5\n")
    line = text.splitlines().index("  rule: S-7.5") + 1

    report = await play(parse_scenario(text, CHANGED), engine)

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

    report = await play(parse_scenario(text, CHANGED), engine)

    expected = [(failure.expected, failure.came[:16]) for failure in report.failures]
    assert expected == [("refused by T-14.2", "admitted"), ("admitted", "refused by [T-13")]


@pytest.mark.rule("T-11.1a")
async def test_a_filing_that_is_refused_opens_no_case(engine: Engine) -> None:
    """T-11.1a: Saturday 8 March 2031 is not a working day."""
    text = path_of("banned-publisher").read_text("utf-8").partition("expect:")[0]
    text = text.replace("given:\n", "opens: 2031-03-08T10:00\ngiven:\n")

    refused = await play(parse_scenario(text + "refused: T-11.1a\n", CHANGED), engine)
    unexpected = await play(parse_scenario(text, CHANGED), engine)

    assert refused.passed
    assert (refused.decision, refused.lines) == (None, ())
    assert rules_of(refused.refused) == ["T-11.1a"]
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

    report = await play(parse_scenario(text, CHANGED), engine)

    assert [str(failure) for failure in report.failures] == []


async def test_a_figure_that_the_rulebook_does_not_have_is_named_with_its_line(
    engine: Engine,
) -> None:
    text = path_of("banned-publisher").read_text("utf-8")
    text = text.replace("given:\n", "given:\n  rulebook: {terms.correction.lenght: 5}\n")
    line = text.splitlines().index("  rulebook: {terms.correction.lenght: 5}") + 1

    with pytest.raises(ScenarioProblem, match=rf"changed.yaml:{line}: .*lenght"):
        await play(parse_scenario(text, CHANGED), engine)


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
    assert re.search(r"78 days in \d+\.\d s · 13 commands · 7 reminders · \d+ events", english)
    assert "Beklenenlerin tümü gerçekleşti" in turkish


# -- two rulebooks ---------------------------------------------------------------------------------


async def test_two_rulebooks_differ_in_the_end_the_term_and_the_letter_of_a_scenario(
    engine: Engine, tmp_path: Path
) -> None:
    """Served on 24 April 2031, thirty days end on Saturday 24 May and so on Monday the 26th.

    Twenty end on Wednesday the 14th. Nothing else of it changes.
    """
    shorter = tmp_path / "shorter.yaml"
    shorter.write_text("textbook-review:\n  terms.correction.length: 20\n")
    books = (AS_IT_STANDS, str(shorter))
    scenario = load_scenario(FOLDER / "correction-lapses.yaml")

    first, second = [await play(under(scenario, figures_in(book), book), engine) for book in books]
    found = difference(first, second)

    assert found.ends is not None
    assert [(end.outcome, str(end.on)) for end in found.ends] == [
        ("not-suitable", "2031-05-26"),
        ("not-suitable", "2031-05-14"),
    ]
    assert [(t.what, _due(t.first), _due(t.second)) for t in found.terms] == [
        ("T-17.15b", "2031-05-26 17:30", "2031-05-14 17:30")
    ]
    assert [(n.what, n.to, n.first, n.second) for n in found.letters] == [
        ("T-17.15b/1", "applicant", (date(2031, 5, 26),), (date(2031, 5, 14),))
    ]
    assert found.acts == ()
    page = io.StringIO()
    Console(file=page, width=160).print(differences([found], books))
    assert "1 senaryodan 1 tanesi farklı" in page.getvalue()
    assert "bildirim T-17.15b → başvuru sahibi" in page.getvalue()
    assert difference(first, first).any is False


def _due(term: TermAt | None) -> str:
    assert term is not None
    assert term.due_at is not None
    return f"{term.due_at.astimezone(ISTANBUL):%Y-%m-%d %H:%M}"


def test_what_a_scenario_states_stays_and_other_processes_keep_their_figures(
    tmp_path: Path,
) -> None:
    book = tmp_path / "book.yaml"
    book.write_text("agreement:\n  terms.pre_assessment.length: 3\n")
    review = load_scenario(FOLDER / "correction-lapses.yaml")
    assert under(review, figures_in(str(book)), str(book)) == review
    book.write_text("terms.correction.length: 20\nterms.objection.length: 9\n")
    stated = review.model_copy(
        update={
            "given": review.given.model_copy(update={"rulebook": {"terms.correction.length": 7}})
        }
    )
    assert under(stated, figures_in(str(book)), str(book)).given.rulebook == {
        "terms.correction.length": 7,
        "terms.objection.length": 9,
    }


@pytest.mark.parametrize("text", ["terms.no_such_term.length: 3\n", "- a\n", "a: 1\na: 2\n"])
def test_a_book_that_changes_nothing_there_is_is_named(text: str, tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    book.write_text(text)
    scenario = load_scenario(FOLDER / "correction-lapses.yaml")
    with pytest.raises(ScenarioProblem, match=r"book\.yaml"):
        under(scenario, figures_in(str(book)), str(book))
