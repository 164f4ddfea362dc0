"""The same scenarios under two rulebooks: how each ends, its terms, its letters, what is refused.

A rulebook is the one in force, changed by a file that says figures as a scenario's ``given`` does::

    terms.correction.length: 20

Where several processes are played, a process's figures stand under its name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from pydantic import AwareDatetime, JsonValue

from starter.client.processes import PROCESSES
from starter.rehearsal.report import Report
from starter.rehearsal.scenario import Scenario, ScenarioProblem
from starter.rehearsal.sheet import SheetUnreadable, Spot, read_sheet
from starter.runtime.serving import editions_of
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.rulebook import NotInForce, with_figures
from workflows.kernel.values import Frozen

AS_IT_STANDS: Final = "-"
"""Names the rulebook in force, with nothing changed."""

ADMITTED: Final = "admitted"

Figures = Mapping[str, Mapping[str, JsonValue]]
"""By process, other figures than its editions have."""

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MAIL: Final = ("reminder", "escalation")

K = TypeVar("K")
V = TypeVar("V")


class End(Frozen):
    """How a case ended, or where it stands."""

    refused: str | None = None
    """Rule for which the filing was refused."""
    stage: str | None = None
    outcome: str | None = None
    rule: str | None = None
    on: date | None = None


class TermAt(Frozen):
    """Where a term came to."""

    state: str
    due_at: AwareDatetime | None


class Different(Frozen):
    """One thing of a case that is another under the other rulebook; none where it is not at all."""

    case_id: str
    what: str


class DifferentTerm(Different):
    """A term, by its key."""

    first: TermAt | None
    second: TermAt | None


class DifferentLetter(Different):
    """A letter, by its occasion, and the days on which it was written."""

    to: str
    first: tuple[date, ...]
    second: tuple[date, ...]


class DifferentAct(Different):
    """A command that is `ADMITTED` under one rulebook, and refused by a rule under the other."""

    at: AwareDatetime
    first: str | None
    second: str | None


class Difference(Frozen):
    """What differs in a scenario."""

    path: Path | None
    title: str
    process: str
    ends: tuple[End, End] | None
    """None: it ends alike."""
    terms: tuple[DifferentTerm, ...]
    letters: tuple[DifferentLetter, ...]
    acts: tuple[DifferentAct, ...]

    @property
    def any(self) -> bool:
        """Whether there is a difference at all."""
        return bool(self.ends or self.terms or self.letters or self.acts)


def figures_in(book: str) -> Figures:
    """Return the figures that a file changes, by process; see `AS_IT_STANDS`.

    Raises:
        ScenarioProblem: It cannot be read, or changes what no rulebook has.
    """
    if book == AS_IT_STANDS:
        return {}
    path = Path(book)
    try:
        said = read_sheet(path.read_text(encoding="utf-8"), path).content
    except (OSError, UnicodeDecodeError) as unreadable:
        raise ScenarioProblem(f"{book}: {unreadable}") from unreadable
    except SheetUnreadable as wrong:
        raise ScenarioProblem(f"{Spot(path, wrong.line)}: {wrong}") from wrong
    if not isinstance(said, dict):
        raise ScenarioProblem(f"{book}: write figures, such as terms.correction.length: 20")
    own = {
        name: each for name, each in said.items() if isinstance(each, dict) and name in PROCESSES
    }
    shared = {path: value for path, value in said.items() if path not in own}
    return {name: {**shared, **own.get(name, {})} for name in PROCESSES}


def under(scenario: Scenario, figures: Figures, book: str) -> Scenario:
    """Return a scenario under other figures; what it states itself stays as it states it.

    Raises:
        ScenarioProblem: The rulebook of its process has no such figure.
    """
    changed = figures.get(scenario.process, {})
    if not changed or scenario.process not in PROCESSES:
        return scenario
    try:
        for edition in editions_of(PROCESSES[scenario.process]):
            with_figures(edition, changed)
    except (NotInForce, ValueError) as wrong:
        raise ScenarioProblem(f"{book}: {wrong}") from wrong
    merged = {**changed, **scenario.given.rulebook}
    given = scenario.given.model_copy(update={"rulebook": merged})
    return scenario.model_copy(update={"given": given})


def difference(first: Report, second: Report) -> Difference:
    """Return what differs between two plays of one scenario."""
    ends = (_end(first), _end(second))
    return Difference(
        path=first.path,
        title=first.title,
        process=first.process,
        ends=None if ends[0] == ends[1] else ends,
        terms=tuple(
            DifferentTerm(case_id=case_id, what=key, first=one, second=other)
            for (case_id, key), one, other in _unlike(_terms(first), _terms(second))
        ),
        letters=tuple(
            DifferentLetter(case_id=case_id, what=what, to=to, first=one or (), second=other or ())
            for (case_id, what, to), one, other in _unlike(_letters(first), _letters(second))
        ),
        acts=tuple(
            DifferentAct(case_id=case_id, what=name, at=at, first=one, second=other)
            for (case_id, name, at), one, other in _unlike(_acts(first), _acts(second))
        ),
    )


def _unlike(first: Mapping[K, V], second: Mapping[K, V]) -> Iterable[tuple[K, V | None, V | None]]:
    """Return what the two have otherwise, in the order of the first."""
    for key in dict.fromkeys((*first, *second)):
        one, other = first.get(key), second.get(key)
        if one != other:
            yield key, one, other


def _end(report: Report) -> End:
    if report.refused:
        return End(refused=report.refused[0].rule)
    if report.decision is None:
        return End(stage=report.stage)
    said = report.decision
    return End(outcome=said.outcome, rule=said.rule, on=said.on)


def _terms(report: Report) -> dict[tuple[str, str], TermAt]:
    return {
        (line.case_id, term.key): TermAt(state=term.state, due_at=term.due_at)
        for line in report.lines
        for term in line.terms
    }


def _letters(report: Report) -> dict[tuple[str, str, str], tuple[date, ...]]:
    """Return letters and their days; reminders follow from their terms, which are compared."""
    found: dict[tuple[str, str, str], list[date]] = defaultdict(list)
    for line in report.lines:
        for notice in line.notices:
            occasion, _, to = notice.partition(" → ")
            _, _, rest = occasion.partition("/")
            if rest.partition("/")[0] not in _MAIL:
                named = _DAY.sub("…", occasion)
                found[line.case_id, named, to].append(local_day(line.counts_from))
    return {key: tuple(days) for key, days in found.items()}


def _acts(report: Report) -> dict[tuple[str, str, AwareDatetime], str]:
    return {
        (line.case_id, line.name, line.counts_from): (
            line.rule if line.kind == "refused" else ADMITTED
        )
        for line in report.lines
        if line.kind in {"command", "refused"}
    }
