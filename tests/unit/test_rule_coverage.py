"""The plugin that counts which rules tests hold, played on small projects of its own."""

from pathlib import Path

import pytest

from tests.rule_coverage import CATALOGUE, Catalogue, homes, load
from workflows.kernel.law.rulebook import Rulebook, load_editions

ROOT = Path(__file__).parents[2]

SMALL = """
[[section]]
id = "T"
title = "Textbook review"
source = "The regulation"
rules = [
  { id = "T-17.1", article = "m.17(1)", step = 2, says = "Criteria.", judged = "the Board's text" },
  { id = "T-17.15b", article = "m.17(15)", step = 1, says = "Thirty days | or unsuitable." },
  { id = "T-22.1", article = "m.22(1)", step = 2, says = "One objection." },
]
readings = [
  { id = "R-T.6", article = "m.13(4)", step = 1, open = "The rest?", says = "It runs on.", setting = "pause = true" },
]
"""  # noqa: E501 - one entry, one line

PASSES = """
import pytest

@pytest.mark.rule("T-17.15b", "R-T.6")
@pytest.mark.parametrize("day", [1, 30])
def test_the_last_day_is_in_time(day): ...

@pytest.mark.rule("T-17.15b")
@pytest.mark.rule("T-17.1")
def test_the_day_after_is_not(): ...
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Return a project with a catalogue, source files and the plugin in its conftest."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini("[pytest]\ntestpaths = tests\naddopts = -p no:cacheprovider")
    pytester.makeconftest('pytest_plugins = ["tests.rule_coverage"]')
    for path, text in {
        CATALOGUE: SMALL,
        Path("workflows/textbook/rulebook.toml"): 'rule = "T-17.15b"\n',
        Path("workflows/textbook/review.py"): "# T-17.15b, R-T.6: not T-17.1x\n",
        Path("tests/test_terms.py"): PASSES,
    }.items():
        (pytester.path / path).parent.mkdir(parents=True, exist_ok=True)
        (pytester.path / path).write_text(text, encoding="utf-8")
    return pytester


def add_test(project: pytest.Pytester, body: str) -> None:
    path = project.path / "tests" / "test_more.py"
    path.write_text(f"import pytest\n\n{body}\n", encoding="utf-8")


def page(project: pytest.Pytester, name: str) -> str:
    return (project.path / "docs" / name).read_text(encoding="utf-8")


def line_of(text: str, id_: str) -> str:
    (line,) = [line for line in text.splitlines() if line.startswith(f"| **{id_}** |")]
    return line


def test_a_run_ends_with_what_its_tests_hold(project: pytest.Pytester) -> None:
    result = project.runpytest_inprocess()

    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["rules held by passing tests: 2 of 3 · readings: 1 of 1"])


def test_workers_send_their_ids_to_the_controller(project: pytest.Pytester) -> None:
    result = project.runpytest_inprocess("-p", "xdist", "-n", "1", "--write-rules")

    result.stdout.fnmatch_lines(["rules held by passing tests: 2 of 3 · readings: 1 of 1"])
    assert "test_the_day_after_is_not" in line_of(page(project, "rules.md"), "T-17.15b")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("assert False", id="the test fails"),
        pytest.param("request.addfinalizer(lambda: 1 / 0)", id="its teardown fails"),
        pytest.param("request.getfixturevalue('missing')", id="its fixture is missing"),
    ],
)
def test_one_failure_among_many_takes_the_rule_away(project: pytest.Pytester, body: str) -> None:
    add_test(project, f'@pytest.mark.rule("T-17.15b")\ndef test_it(request):\n    {body}')

    result = project.runpytest_inprocess()

    result.stdout.fnmatch_lines(["rules held by passing tests: 1 of 3 · readings: 1 of 1"])


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param('@pytest.mark.skip(reason="later")', id="skipped"),
        pytest.param('@pytest.mark.xfail(reason="not yet")', id="expected to fail, passes"),
    ],
)
def test_a_test_that_proves_nothing_holds_nothing(project: pytest.Pytester, mark: str) -> None:
    add_test(project, f'@pytest.mark.rule("T-22.1")\n{mark}\ndef test_it(): ...')

    result = project.runpytest_inprocess()

    result.stdout.fnmatch_lines(["rules held by passing tests: 2 of 3 · readings: 1 of 1"])


@pytest.mark.parametrize(
    ("marker", "complaint"),
    [
        pytest.param(
            '@pytest.mark.rule("T-99")',
            "tests/test_more.py::test_it: 'T-99' is not a rule or reading of docs/catalogue.toml",
            id="unknown",
        ),
        pytest.param(
            "@pytest.mark.rule()",
            "tests/test_more.py::test_it: a rule marker names no rule; write rule(*)",
            id="empty",
        ),
    ],
)
def test_a_wrong_marker_fails_collection(
    project: pytest.Pytester, marker: str, complaint: str
) -> None:
    add_test(project, f"{marker}\ndef test_it(): ...")

    result = project.runpytest_inprocess()

    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*ERROR collecting tests/test_more.py*", complaint])


def test_the_pages_say_where_a_rule_lives_and_what_holds_it(project: pytest.Pytester) -> None:
    project.runpytest_inprocess("--write-rules")

    rules, readings = page(project, "rules.md"), page(project, "readings.md")
    after = "`test_terms.py::test_the_day_after_is_not`"
    last = "`test_terms.py::test_the_last_day_is_in_time`"
    assert line_of(rules, "T-17.15b") == (
        r"| **T-17.15b** | m.17(15) | Thirty days \| or unsuitable. "
        "| `textbook/review.py`<br>`textbook/rulebook.toml` "
        f"| {after}<br>{last} |"
    )
    assert line_of(rules, "T-22.1") == "| **T-22.1** | m.22(1) | One objection. |  | step 2 |"
    assert line_of(readings, "R-T.6") == (
        "| **R-T.6** | m.13(4) | The rest? | It runs on. | `pause = true` "
        f"| `textbook/review.py` | {last} |"
    )


def test_a_rule_that_people_judge_is_marked_so(project: pytest.Pytester) -> None:
    (project.path / "tests" / "test_terms.py").write_text("def test_it(): ...\n", encoding="utf-8")

    project.runpytest_inprocess("--write-rules")

    assert line_of(page(project, "rules.md"), "T-17.1").endswith("| people: the Board's text |")


def test_it_stays_marked_so_beside_the_tests_that_hold_its_record(project: pytest.Pytester) -> None:
    (project.path / "tests" / "test_terms.py").write_text(
        "import pytest\n\n@pytest.mark.rule('T-17.1')\ndef test_it(): ...\n", encoding="utf-8"
    )

    project.runpytest_inprocess("--write-rules")

    assert line_of(page(project, "rules.md"), "T-17.1").endswith(
        "| `test_terms.py::test_it`<br>people: the Board's text |"
    )


def test_written_pages_pass_the_check_until_the_tests_change(project: pytest.Pytester) -> None:
    project.runpytest_inprocess("--write-rules")
    assert project.runpytest_inprocess("--check-rules").ret == pytest.ExitCode.OK
    written = page(project, "rules.md")

    add_test(project, '@pytest.mark.rule("T-22.1")\ndef test_it(): ...')
    result = project.runpytest_inprocess("--check-rules")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["docs/rules.md is not what this run would write; run: *"])
    result.stdout.no_fnmatch_line("docs/readings.md is not *")
    assert page(project, "rules.md") == written


def test_a_red_run_writes_nothing(project: pytest.Pytester) -> None:
    add_test(project, "def test_it():\n    assert False")

    project.runpytest_inprocess("--write-rules")

    assert not (project.path / "docs" / "rules.md").exists()


@pytest.mark.parametrize("narrowed", [["-k", "last"], ["tests/test_terms.py"]])
def test_pages_are_for_whole_runs(project: pytest.Pytester, narrowed: list[str]) -> None:
    result = project.runpytest_inprocess("--write-rules", *narrowed)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--write-rules and --check-rules need a run of all tests"])


@pytest.mark.parametrize(
    ("find", "put", "complaint"),
    [
        pytest.param("T-22.1", "T-17.1", "an ID stands twice", id="twice"),
        pytest.param("T-22.1", "B-22.1", "B-22.1 stands in a list of section T", id="elsewhere"),
        pytest.param("T-22.1", "R-T.7", "R-T.7 stands in a list of section T", id="no rule"),
    ],
)
def test_a_muddled_catalogue_is_not_loaded(
    tmp_path: Path, find: str, put: str, complaint: str
) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text(SMALL.replace(find, put), encoding="utf-8")

    with pytest.raises(ValueError, match=complaint):
        load(path)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return the catalogue of this repository."""
    return load(ROOT / CATALOGUE)


@pytest.fixture(scope="module")
def rulebooks() -> tuple[Rulebook, ...]:
    """Return every edition of every rulebook."""
    paths = sorted((ROOT / "workflows").rglob("rulebook.toml"))
    return tuple(book for path in paths for book in load_editions(path.read_text(encoding="utf-8")))


def test_the_catalogue_is_complete(catalogue: Catalogue) -> None:
    counts = {part.id: (len(part.rules), len(part.readings)) for part in catalogue.sections}

    assert counts == {
        "T": (92, 33),
        "B": (35, 25),
        "E": (23, 11),
        "C": (47, 20),
        "A": (35, 16),
        "P": (17, 9),
        "S": (23, 14),
    }


def test_rulebooks_cite_the_catalogue(
    catalogue: Catalogue, rulebooks: tuple[Rulebook, ...]
) -> None:
    cited = {rule for book in rulebooks for rule in book.rules.values()}
    cited |= {law.rule for book in rulebooks for law in book.terms.values()}

    assert "T-17.15b" in cited
    assert cited - catalogue.ids == set()


def test_settings_are_figures_of_the_rulebooks(
    catalogue: Catalogue, rulebooks: tuple[Rulebook, ...]
) -> None:
    figures = {name: value for book in rulebooks for name, value in book.figures.items()}
    stated = [
        reading.setting.split(" = ")
        for section in catalogue.sections
        for reading in section.readings
        if reading.setting and " = " in reading.setting
    ]
    shared = {name: value for name, value in stated if name in figures}

    assert {"score.rounding", "forma.remainder_min", "fee.unit"} <= shared.keys()
    assert {"exam.noshow", "photo.min_age", "course.between"} <= shared.keys()
    # a text is written as it is, a number or a flag as TOML writes it
    assert shared == {
        name: value if isinstance(value := figures[name], str) else str(value).lower()
        for name in shared
    }


def test_an_id_is_found_whole_and_a_rule_not_by_the_kernels_examples(
    project: pytest.Pytester,
) -> None:
    kernel = project.path / "workflows" / "kernel" / "term.py"
    kernel.parent.mkdir()
    kernel.write_text("# T-17.15b, T-22.1, R-T.6\n", encoding="utf-8")

    assert homes(project.path, ["T-17.1", "T-17.15b", "T-22.1", "R-T.6"]) == {
        "T-17.1": (),
        "T-17.15b": ("workflows/textbook/review.py", "workflows/textbook/rulebook.toml"),
        "T-22.1": ("workflows/kernel/term.py",),
        "R-T.6": ("workflows/kernel/term.py", "workflows/textbook/review.py"),
    }
