"""Which rules do tests hold? A pytest plugin over docs/catalogue.toml.

    @pytest.mark.rule("T-17.15b", "R-T.6")

An ID that the catalogue does not have fails collection. A rule is held when a test that names it
passed and none failed. ``--write-rules`` writes docs/rules.md and docs/readings.md from a whole,
green run; ``--check-rules`` fails the run when they are not what it would write. Under pytest-xdist
the workers send the IDs along with each report, and only the controller counts.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["pytester"]  # the plugin's own tests run pytest inside pytest

CATALOGUE = Path("docs/catalogue.toml")
RULES = Path("docs/rules.md")
READINGS = Path("docs/readings.md")
SOURCES = Path("workflows")
KERNEL = "workflows/kernel/"

PROPERTY = "rules"
"""Name under which a report carries the IDs of its test from an xdist worker to the controller."""

CITED = re.compile(r"(?<![\w.-])(?:R-[A-Z]\.\d+|[A-Z]-\w+(?:\.\w+)?)(?!\w)")
"""An ID as sources cite it; the whole of it, so that T-17.1 is not found in T-17.15b."""

GENERATED = "Written by `make test ARGS=--write-rules` from `docs/catalogue.toml` and the tests."


@dataclass(frozen=True)
class Entry:
    """One rule or reading of the catalogue."""

    id: str
    section: str
    article: str
    says: str
    step: int
    open: str | None = None
    setting: str | None = None
    judged: str | None = None
    later: str | None = None

    @property
    def is_reading(self) -> bool:
        """Whether this is a choice of ours and not a sentence of a regulation."""
        return self.id.startswith("R-")


@dataclass(frozen=True)
class Section:
    """One regulation, or the part of it that belongs to one process."""

    id: str
    title: str
    source: str
    rules: tuple[Entry, ...]
    readings: tuple[Entry, ...]


@dataclass(frozen=True)
class Catalogue:
    """All rules and readings, in the order of the regulations."""

    sections: tuple[Section, ...]

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """IDs of what the regulations say."""
        return tuple(entry.id for section in self.sections for entry in section.rules)

    @cached_property
    def readings(self) -> tuple[str, ...]:
        """IDs of what we chose where they are silent."""
        return tuple(entry.id for section in self.sections for entry in section.readings)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every ID a test may name."""
        return frozenset((*self.rules, *self.readings))


def load(path: Path) -> Catalogue:
    """Return the catalogue kept in a file.

    Raises:
        ValueError: an ID stands twice, is in the wrong list, or belongs to another section.
        TypeError: an entry has an unknown key or lacks one.
        OSError: there is no such file.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["section"]
    catalogue = Catalogue(tuple(_section(table) for table in tables))
    if len(catalogue.ids) < len(catalogue.rules) + len(catalogue.readings):
        raise ValueError(f"an ID stands twice in {path.name}")
    return catalogue


def _section(table: Mapping[str, Any]) -> Section:
    id_ = table["id"]
    return Section(
        id=id_,
        title=table["title"],
        source=table["source"],
        rules=tuple(_entry(row, id_, f"{id_}-") for row in table["rules"]),
        readings=tuple(_entry(row, id_, f"R-{id_}.") for row in table["readings"]),
    )


def _entry(row: Mapping[str, Any], section: str, prefix: str) -> Entry:
    if not row["id"].startswith(prefix):
        raise ValueError(f"{row['id']} stands in a list of section {section}")
    return Entry(section=section, **row)


@dataclass
class Tally:
    """What the tests of one run said about each ID."""

    passed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """ID to the tests that passed, without parameters."""
    failed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def count(self, report: pytest.TestReport) -> None:
        """Take one report in: a failure in any phase counts, a pass only in the call itself."""
        test = report.nodeid.partition("[")[0]
        for name, value in report.user_properties:
            if name != PROPERTY:
                continue
            for id_ in str(value).split():
                if report.failed:
                    self.failed[id_].add(test)
                elif report.when == "call" and report.passed and not hasattr(report, "wasxfail"):
                    self.passed[id_].add(test)

    def holding(self, id_: str) -> tuple[str, ...]:
        """Return the tests that hold an ID; none, once one with it failed."""
        return () if self.failed.get(id_) else tuple(sorted(self.passed.get(id_, ())))

    def held(self, ids: Iterable[str]) -> int:
        """Return how many of these IDs are held."""
        return sum(1 for id_ in ids if self.holding(id_))

    def summary(self, catalogue: Catalogue) -> str:
        """Return the one line at the end of a run."""
        rules, readings = catalogue.rules, catalogue.readings
        return (
            f"rules held by passing tests: {self.held(rules)} of {len(rules)} · "
            f"readings: {self.held(readings)} of {len(readings)}"
        )


def homes(root: Path, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return for each ID the source files under ``workflows/`` that cite it.

    The kernel knows no process: where it cites a rule that a process room cites too, that is an
    example, and only the room is returned. A reading may well live in the kernel.
    """
    found = defaultdict[str, set[str]](set)
    for path in sorted((root / SOURCES).rglob("*")):
        if path.suffix in {".py", ".toml"}:
            for id_ in CITED.findall(path.read_text(encoding="utf-8")):
                found[id_].add(path.relative_to(root).as_posix())
    return {id_: _lives_in(id_, sorted(found.get(id_, ()))) for id_ in ids}


def _lives_in(id_: str, paths: Sequence[str]) -> tuple[str, ...]:
    in_rooms = [path for path in paths if not path.startswith(KERNEL)]
    return tuple(paths if id_.startswith("R-") else in_rooms or paths)


def rules_page(catalogue: Catalogue, tally: Tally, lives: Mapping[str, tuple[str, ...]]) -> str:
    """Return docs/rules.md: one line per rule."""
    held = tally.held(catalogue.rules)
    lines = [
        "# Rules",
        "",
        f"{GENERATED} Held by passing tests: {held} of {len(catalogue.rules)}.",
        "",
        "Where a regulation is silent, [readings.md](readings.md) says what we chose.",
    ]
    for section in catalogue.sections:
        lines += _heading(section, "| rule | article | it says | lives in | held by |")
        lines += [
            _row(
                f"**{rule.id}**", rule.article, rule.says, _files(lives[rule.id]), _by(rule, tally)
            )
            for rule in section.rules
        ]
    return "\n".join(lines) + "\n"


def readings_page(catalogue: Catalogue, tally: Tally, lives: Mapping[str, tuple[str, ...]]) -> str:
    """Return docs/readings.md: what the texts leave open, and what we do."""
    held = tally.held(catalogue.readings)
    lines = [
        "# Readings",
        "",
        f"{GENERATED} Held by passing tests: {held} of {len(catalogue.readings)}.",
        "",
        "Choices of ours, not law: each may be changed by its setting or by an amendment.",
    ]
    for section in catalogue.sections:
        columns = "| reading | article | left open | what we do | setting | lives in | held by |"
        lines += _heading(section, columns)
        lines += [
            _row(
                f"**{reading.id}**",
                reading.article,
                reading.open or "",
                reading.says,
                f"`{reading.setting}`" if reading.setting else "",
                _files(lives[reading.id]),
                _by(reading, tally),
            )
            for reading in section.readings
        ]
    return "\n".join(lines) + "\n"


def _heading(section: Section, columns: str) -> list[str]:
    rule = "|" + "-|" * (columns.count("|") - 1)
    return ["", f"## {section.id}. {section.title}", "", f"{section.source}.", "", columns, rule]


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _files(paths: Iterable[str]) -> str:
    return "<br>".join(f"`{path.removeprefix(f'{SOURCES}/')}`" for path in paths)


def _by(entry: Entry, tally: Tally) -> str:
    """Name the tests that hold an entry, and what of it only people can tell."""
    held = [f"`{test.removeprefix('tests/')}`" for test in tally.holding(entry.id)]
    people = [f"people: {entry.judged}"] if entry.judged else []
    if held or people:
        return "<br>".join((*held, *people))
    return f"step {entry.step}" + (f": {entry.later}" if entry.later else "")


class Plugin:
    """Counts what the reports of a run say; in an xdist worker it only checks and sends along."""

    def __init__(self, config: pytest.Config) -> None:
        self.root = config.rootpath
        self.catalogue = load(self.root / CATALOGUE)
        self.tally = Tally()
        self.counts = not hasattr(config, "workerinput")
        self.writes = config.getoption("write_rules")
        self.checks = config.getoption("check_rules")
        self.stale: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Let a module fail whose tests name a rule that is not in the catalogue."""
        report = yield
        wrong: dict[str, None] = {}  # in order, each once
        for item in report.result or ():
            if isinstance(item, pytest.Item):
                wrong |= dict.fromkeys(self._named(item))
        if wrong:
            report.outcome = "failed"
            report.longrepr = "\n".join(wrong)
            report.result = []
        return report

    def _named(self, item: pytest.Item) -> list[str]:
        """Attach to a test the IDs it names; return what is wrong with them."""
        marks = list(item.iter_markers("rule"))
        ids = [id_ for mark in marks for id_ in mark.args]
        wrong = [
            f"{item.nodeid}: {id_!r} is not a rule or reading of {CATALOGUE.as_posix()}"
            for id_ in ids
            if id_ not in self.catalogue.ids
        ]
        if any(not mark.args for mark in marks):
            wrong.append(f'{item.nodeid}: a rule marker names no rule; write rule("T-…")')
        if ids and not wrong:
            item.user_properties.append((PROPERTY, " ".join(sorted(set(ids)))))
        return wrong

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a report; workers' reports reach the controller here."""
        if self.counts:
            self.tally.count(report)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Write or check the pages after a green run; a red one would tell half of it."""
        if not self.counts or exitstatus != pytest.ExitCode.OK:
            return
        for path, page in self._pages().items():
            if self.writes:
                path.write_text(page, encoding="utf-8")
            elif self.checks and (not path.exists() or path.read_text(encoding="utf-8") != page):
                self.stale.append(path.relative_to(self.root).as_posix())
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _pages(self) -> dict[Path, str]:
        if not (self.writes or self.checks):
            return {}
        lives = homes(self.root, self.catalogue.ids)
        return {
            self.root / RULES: rules_page(self.catalogue, self.tally, lives),
            self.root / READINGS: readings_page(self.catalogue, self.tally, lives),
        }

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say in one line how many rules are held, and which pages are out of date."""
        for page in self.stale:
            terminalreporter.write_line(
                f"{page} is not what this run would write; run: make test ARGS=--write-rules",
                red=True,
            )
        terminalreporter.write_line(self.tally.summary(self.catalogue))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the two options about the generated pages."""
    group = parser.getgroup("rules")
    group.addoption(
        "--write-rules",
        action="store_true",
        help="write docs/rules.md and docs/readings.md from this whole run",
    )
    group.addoption(
        "--check-rules",
        action="store_true",
        help="fail when docs/rules.md or docs/readings.md is not what this run would write",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker and the counting; the pages are for whole runs only."""
    config.addinivalue_line("markers", "rule(id, …): the test holds these rules or readings")
    asked = config.getoption("write_rules") or config.getoption("check_rules")
    # a worker is handed the controller's arguments, resolved; only the controller can judge them
    if asked and not hasattr(config, "workerinput") and _is_partial(config):
        raise pytest.UsageError("--write-rules and --check-rules need a run of all tests")
    config.pluginmanager.register(Plugin(config), "vade-rule-coverage")


def _is_partial(config: pytest.Config) -> bool:
    by_paths = config.args_source is pytest.Config.ArgsSource.ARGS
    if by_paths and set(config.args) != set(config.getini("testpaths")):
        return True
    narrowed = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "lf", "collectonly")
    return any(config.getoption(name, default=None) for name in narrowed)
