"""A rehearsal for people: the dated time line, what failed, the figures."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from starter.client.processes import PROCESSES
from starter.client.wording import in_language
from starter.rehearsal.comparing import ADMITTED, AS_IT_STANDS, Difference, End, TermAt
from starter.rehearsal.report import Failure, Figures, Line, Report, TermChange
from workflows.kernel.case.process import Process
from workflows.kernel.display.words import KINDS, word
from workflows.kernel.law.calendar import ISTANBUL, local_day
from workflows.kernel.worded import Words

_WORDS: Final[Words] = {
    "when": ("Tarih", "Date"),
    "what": ("Olay", "Event"),
    "rule": ("Kural", "Rule"),
    "who": ("Kim", "By"),
    "follows": ("Sonucu", "What follows"),
    "open": ("işlemeye başladı", "opened"),
    "paused": ("durdu", "paused"),
    "ended": ("doldu", "ended"),
    "met": ("yerine geldi", "met"),
    "lapsed": ("sonuçsuz geçti", "lapsed"),
    "dropped": ("düştü", "dropped"),
    "moved": ("son günü değişti", "moved"),
    "until": ("son gün", "due"),
    "was": ("önceki", "was"),
    "drawn": ("işlendi", "settled"),
    "refused": ("kabul edilmedi", "refused"),
    "notice": ("bildirim", "notice"),
    "not-accepted": ("Başvuru alınmadı", "The filing was not accepted"),
    "stands": ("Sonunda", "At the end"),
    "as-expected": ("Beklenenlerin tümü gerçekleşti", "Everything came as expected"),
    "of-all": (
        "{of} senaryodan {passed} tanesi beklendiği gibi",
        "{passed} of {of} scenarios went as expected",
    ),
    "failed": ("Beklenen gerçekleşmedi", "Expectations failed"),
    "expected": ("beklenen", "expected"),
    "came": ("gerçekleşen", "came"),
    "differs": ("{of} senaryodan {n} tanesi farklı", "{n} of {of} scenarios differ"),
    "as-it-stands": ("yürürlükteki", "in force"),
    "act": ("işlem", "command"),
    "admitted": ("yapıldı", "admitted"),
}

_SAME_MOMENT: Final = timedelta(minutes=1)
"""An act settled later than this after the instant it counts from shows both."""


def summary(reports: Collection[Report], language: str = "tr") -> RenderableType:
    """Return what a person reads at the end of a run: how many went as expected, and which not."""
    failed = [each for each in reports if not each.passed]
    said = _t("of-all", language).format(passed=len(reports) - len(failed), of=len(reports))
    lines = [Text(f"{'✗' if failed else '✓'} {said}", style="bold red" if failed else "bold green")]
    lines += [Text(f"  ✗ {each.path or each.title}", style="red") for each in failed]
    return Group(*lines)


def rendered(
    report: Report, language: str = "tr", processes: Mapping[str, Process] = PROCESSES
) -> RenderableType:
    """Return what a person reads of one rehearsal.

    Args:
        report: The rehearsal.
        language: ``tr`` or ``en``.
        processes: By name; the report names one of them.
    """
    process = processes[report.process]
    return Group(
        Text(report.title, style="bold"),
        _timeline(report, process, language),
        _end(report, process, language),
        *_failures(report, language),
        Text(figures(report.figures, language), style="dim"),
        Text(),
    )


def figures(found: Figures, language: str = "tr") -> str:
    """Return the figures of a rehearsal in a line."""
    size = found.history_bytes / 1000
    if language == "en":
        return (
            f"{found.virtual_days} days in {found.wall_seconds:.1f} s · {found.commands} commands"
            f" · {found.reminders} reminders · {found.events} events, {size:.0f} kB of history"
        )
    return (
        f"{found.virtual_days} gün, {found.wall_seconds:.1f} saniyede · {found.commands} işlem"
        f" · {found.reminders} hatırlatma · {found.events} olay, {size:.0f} kB geçmiş"
    )


# -- two rulebooks ---------------------------------------------------------------------------------


def differences(
    found: Sequence[Difference], books: tuple[str, str], language: str = "tr"
) -> RenderableType:
    """Return what a person reads of the scenarios that go otherwise under another rulebook."""
    named = [_t("as-it-stands", language) if book == AS_IT_STANDS else book for book in books]
    unlike = [each for each in found if each.any]
    parts: list[RenderableType] = []
    for each in unlike:
        table = Table(box=None, padding=(0, 2, 0, 2), header_style="dim")
        for head in ("", *named):
            table.add_column(head, overflow="fold")
        for row in _rows(each, PROCESSES[each.process], language):
            table.add_row(*row)
        title = f"{each.path}: {each.title}" if each.path else each.title
        parts += [Text(title, style="bold"), table, Text()]
    said = _t("differs", language).format(n=len(unlike), of=len(found))
    return Group(*parts, Text(said, style="bold"))


def _rows(each: Difference, process: Process, language: str) -> Iterator[tuple[str, str, str]]:
    if each.ends is not None:
        first, second = (_end_said(end, process, language) for end in each.ends)
        yield _t("stands", language), first, second
    for term in each.terms:
        yield term.what, _term_said(term.first, language), _term_said(term.second, language)
    for letter in each.letters:
        about, to = letter.what.partition("/")[0], _addressee(letter.to, process, language)
        title = f"{_t('notice', language)} {about} → {to}"
        yield title, _days(letter.first), _days(letter.second)
    for act in each.acts:
        title = f"{_t('act', language)} {process.word(act.what, language)} ({_clock(act.at)})"
        yield title, _fate(act.first, language), _fate(act.second, language)


def _days(on: Sequence[date]) -> str:
    return ", ".join(map(str, on)) or "—"


def _end_said(end: End, process: Process, language: str) -> str:
    if end.refused is not None:
        return f"{_t('not-accepted', language)}: {end.refused}"
    if end.outcome is not None:
        return f"{process.word(f'outcome/{end.outcome}', language)} · {end.rule} · {end.on}"
    return process.word(end.stage or "", language) or "—"


def _term_said(term: TermAt | None, language: str) -> str:
    if term is None:
        return "—"
    last = f"{_t('until', language)} {_last(term.due_at)} · " if term.due_at else ""
    return f"{last}{_t(term.state, language)}"


def _fate(fate: str | None, language: str) -> str:
    if fate is None:
        return "—"
    refused = f"{_t('refused', language)}: {fate}"
    return _t("admitted", language) if fate == ADMITTED else refused


def _t(key: str, language: str) -> str:
    return word(_WORDS, key, language)


def _timeline(report: Report, process: Process, language: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for key in ("when", "what", "rule", "who", "follows"):
        table.add_column(_t(key, language), overflow="fold")
    several = len(report.cases) > 1
    stage: str | None = None
    for line in report.lines:
        about = f"{line.case_id}: " if several else ""
        table.add_row(
            _when(line, language),
            Text(about + _what(line, process, language), style=_STYLES.get(line.kind, "")),
            line.rule,
            process.role_word(line.actor, language),
            "\n".join(_follows(line, stage, process, language)),
        )
        stage = line.stage or stage
    return table


_STYLES: Final[Mapping[str, str]] = {
    "refused": "red",
    "lapse": "bold",
    "escalation": "yellow",
    "reminder": "dim",
    "closed": "bold",
}


def _when(line: Line, language: str) -> str:
    said = _clock(line.counts_from)
    if line.settled_at - line.counts_from > _SAME_MOMENT:
        said += f"\n({_t('drawn', language)} {_clock(line.settled_at)})"
    return said


def _what(line: Line, process: Process, language: str) -> str:
    title = process.word(line.name, language)
    if line.kind == "refused":
        return f"{_t('refused', language)}: {title}"
    return f"{word(KINDS, line.kind, language)}: {title}" if line.kind in KINDS else title


def _follows(line: Line, stage: str | None, process: Process, language: str) -> Iterator[str]:
    for reason in in_language(line.reasons, language):
        yield f"{reason.rule}: {reason.what}"
    if line.stage is not None and line.stage != stage:
        yield f"→ {process.word(line.stage, language)}"
    for change in line.terms:
        yield _change(change, language)
    for notice in line.notices:
        yield _notice(notice, process, language)


def _notice(notice: str, process: Process, language: str) -> str:
    """Write whom a notice reaches, and for what.

    >>> from starter.client.processes import PROCESSES
    >>> late = "T-14.2/reminder/3/2031-03-24 → preliminary-commission"
    >>> _notice(late, PROCESSES["textbook-review"], "tr")
    'hatırlatma T-14.2 · son gün 2031-03-24 → ön inceleme komisyonu'
    """
    occasion, _, to = notice.partition(" → ")
    about, _, rest = occasion.partition("/")
    kind, _, more = rest.partition("/")
    said = f"{word(KINDS, kind, language) if kind in KINDS else _t('notice', language)} {about}"
    if kind == "reminder":
        said += f" · {_t('until', language)} {more.rpartition('/')[2]}"
    return f"{said} → {_addressee(to, process, language)}"


def _addressee(to: str, process: Process, language: str) -> str:
    role, _, institution = to.partition("/")
    return f"{process.role_word(role, language)} {institution}".strip()


def _change(change: TermChange, language: str) -> str:
    state = "moved" if change.state == "open" and change.was_due_at else change.state
    text = f"{change.key} {_t(state, language)}"
    if state in {"open", "moved"} and change.due_at is not None:
        text += f" · {_t('until', language)} {_last(change.due_at)}"
    if state == "moved" and change.was_due_at is not None:
        text += f" ({_t('was', language)} {_last(change.was_due_at)})"
    return text


def _end(report: Report, process: Process, language: str) -> Text:
    if report.refused:
        why = "; ".join(f"{r.rule}: {r.what}" for r in in_language(report.refused, language))
        return Text(f"{_t('not-accepted', language)}: {why}", style="bold")
    if report.decision is not None:
        outcome = process.word(f"outcome/{report.decision.outcome}", language)
        text = f"{outcome} · {report.decision.rule} · {report.decision.on}"
    else:
        text = process.word(report.stage or "", language)
    return Text(f"{_t('stands', language)}: {text}", style="bold")


def _failures(report: Report, language: str) -> Iterator[Text]:
    if report.passed:
        text = f"✓ {_t('as-expected', language)} ({report.expectations})"
        yield Text(text, style="green")
        return
    yield Text(f"✗ {_t('failed', language)}: {len(report.failures)}", style="bold red")
    for failure in report.failures:
        yield Text(f"  {_failure(failure, language)}", style="red")


def _failure(failure: Failure, language: str) -> str:
    place = f"{failure.file or ''}:{failure.line}: " if failure.line else ""
    return (
        f"{place}{failure.where}: {failure.what}: {_t('expected', language)} {failure.expected}, "
        f"{_t('came', language)} {failure.came}"
    )


def _clock(at: datetime) -> str:
    return f"{at.astimezone(ISTANBUL):%Y-%m-%d %H:%M}"


def _last(due_at: datetime) -> str:
    """Write a last instant; 24:00 stands with the day that it ends."""
    local = due_at.astimezone(ISTANBUL)
    if (local.hour, local.minute) != (0, 0):
        return f"{local:%Y-%m-%d %H:%M}"
    return f"{local_day(due_at - timedelta(microseconds=1))} 24:00"
