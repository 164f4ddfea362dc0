"""What operators read of a case in the UI: its current details, its timer, its last entries.

Derived from a reading of the case file. It holds no personal data: any role may see it.
"""

from collections.abc import Sequence
from datetime import datetime

from workflows.kernel.case.closed import heard_until
from workflows.kernel.case.file import POINTED_OUT, SHARED_ROW, CaseFile
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Entry
from workflows.kernel.display.view import allowed, calendar_ends
from workflows.kernel.display.words import KINDS, TEXTS, word
from workflows.kernel.law.agenda import Occasion
from workflows.kernel.law.calendar import ISTANBUL, local_day
from workflows.kernel.law.term import OnEnd, Term, TermState
from workflows.kernel.story.reading import Reading
from workflows.kernel.worded import day_in_words

OF_TERMS = frozenset({"reminder", "ended", "lapse", "extension", "escalation", "stalled"})
"""Kinds of entries whose name is a term's key."""


def timer_summary(term: Term, occasion: Occasion, language: str) -> str:
    """Say what the one timer sleeps for; under 200 bytes.

    ``T-17.15b düzeltme · son gün 26 Mayıs 2031 · sıradaki: hatırlatma 16 Mayıs 2031``
    """
    name = term.law.name.get(language, "")
    due = day_in_words(term.due_on, language) if term.due_on else word(TEXTS, "standing", language)
    kind = word(TEXTS, occasion.kind, language)
    next_day = day_in_words(local_day(occasion.at), language)
    due_word, next_word = word(TEXTS, "due", language), word(TEXTS, "next", language)
    return f"{term.key} {name} · {due_word} {due} · {next_word}: {kind} {next_day}"


def hears_summary(until: datetime, language: str) -> str:
    """Say what the timer of a case sleeps for that a lapse has closed."""
    return f"{word(TEXTS, 'heard', language)}: {day_in_words(local_day(until), language)}"


def details_of(
    process: Process, reading: Reading, recent: tuple[str, ...], parked: str | None = None
) -> str:
    """Write the case's current details in Markdown, for the operator's screen.

    Args:
        process: Of the case.
        reading: Where it stands.
        recent: Its last entries, in a line each.
        parked: What refuses, if the case waits until somebody has mended it.
    """
    file = reading.file
    language = file.opening.language

    def text(key: str) -> str:
        return word(TEXTS, key, language)

    lines = [f"### {process.word(reading.stage, language)}"]
    if parked is not None:
        lines.append(f"**{text('parked')}:** {parked}")
    if file.decision is not None:
        outcome = process.word(f"outcome/{file.decision.outcome}", language)
        lines.append(
            f"**{text('closed')}:** {outcome} · {file.decision.rule} · "
            f"{day_in_words(file.decision.on, language)}"
        )
        if (until := heard_until(file)) is not None:
            lines.append(hears_summary(until, language))
    else:
        awaited = reading.waiting_on
        lines.append(
            f"**{text('awaited')}:** {process.role_word(awaited, language) if awaited else '—'}"
        )
    lines += ["", f"#### {text('terms')}", *_term_lines(process, file, language)]
    commands = allowed(process, reading)
    if main := [c for c in commands if not c.aside]:
        lines += ["", f"#### {text('commands')}"]
        lines += [
            f"- {c.title} (`{c.name}`) · {process.role_words(c.roles, language)} · {c.rule}"
            for c in main
        ]
    if asides := [f"{c.title} ({c.rule})" for c in commands if c.aside]:
        lines += ["", f"**{text('asides')}:** {', '.join(asides)}"]
    if file.pending:
        lines += ["", f"#### {text('pending')}"]
        lines += [
            f"- {process.word(p.command.name, language)} · {text(p.waits_for)} · {p.rule}"
            for p in file.pending
        ]
    for why, what in attention_said(file.attention, language):
        lines += ["", f"**{why}:** {', '.join(what)}"]
    if (year := calendar_ends(file)) is not None:
        lines += ["", f"**{text('calendar-ends')}:** {year}"]
    lines += ["", f"#### {text('entries')}", *(f"- {line}" for line in recent)]
    return "\n".join(lines)


def _term_lines(process: Process, file: CaseFile, language: str) -> list[str]:
    if not file.open_terms:
        return [word(TEXTS, "no-terms", language)]
    return [f"- {_term_line(process, file, term, language)}" for term in file.open_terms]


def _term_line(process: Process, file: CaseFile, term: Term, language: str) -> str:
    name = term.law.name.get(language, "")
    awaited = process.role_word(term.law.awaits, language)
    if term.due_at is None or term.due_on is None:
        return f"**{term.key}** {name} · {word(TEXTS, 'standing', language)} · {awaited}"
    clock = file.calendar.local(term.due_at)
    hour = f"{clock:%H:%M}" if clock.date() == term.due_on else "24:00"
    line = (
        f"**{term.key}** {name} ({term.law.article}) · {word(TEXTS, 'due', language)} "
        f"**{day_in_words(term.due_on, language)}** {hour} · {awaited}"
    )
    if term.state is TermState.ENDED:
        overdue = "overdue" if term.at_end is OnEnd.ESCALATE else "settling"
        line += f" · **{word(TEXTS, overdue, language)}**"
    return line


def attention_said(items: Sequence[str], language: str) -> list[tuple[str, list[str]]]:
    """Say for what an operator should look: why, and which addressees, rows or lost rights."""
    rows = [item.removeprefix(SHARED_ROW) for item in items if item.startswith(SHARED_ROW)]
    told = [item.removeprefix(POINTED_OUT) for item in items if item.startswith(POINTED_OUT)]
    silent = [item for item in items if not item.startswith((SHARED_ROW, POINTED_OUT))]
    said_of = (("attention", silent), ("shared-row", rows), ("pointed-out", told))
    return [(word(TEXTS, why, language), what) for why, what in said_of if what]


def entry_line(process: Process, entry: Entry, language: str) -> str:
    """Write one journal entry in a line, for the details."""
    title = process.word(entry.name, language)
    if entry.kind in KINDS:
        about = entry.name if entry.kind in OF_TERMS else title
        title = f"{word(KINDS, entry.kind, language)}: {about}"
    clock = entry.counts_from.astimezone(ISTANBUL)
    return f"{entry.n} · {day_in_words(clock.date(), language)} {clock:%H:%M} · {title}"
