"""What operators read of a case in the UI: its current details, its timer, its last entries.

Derived from a reading of the case file. It holds no personal data: any role may see it.
"""

from collections.abc import Sequence
from datetime import datetime

from workflows.kernel.case.closed import heard_until
from workflows.kernel.case.file import POINTED_OUT, CaseFile
from workflows.kernel.case.pending import WaitsFor
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import SHARED_ROW, Entry
from workflows.kernel.display.view import allowed, calendar_ends
from workflows.kernel.display.words import ACTIVITIES, KINDS, TEXTS, word
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


def lists_summary(language: str) -> str:
    """Say what the timer is for that a case sets whose acts follow each other at once."""
    return word(TEXTS, "lists", language)


def activity_summary(name: str, language: str, about: object = "") -> str:
    """Say what a case does outside itself; under 200 bytes."""
    done = word(ACTIVITIES, name, language)
    return f"{done}: {about}" if about else done


def record_summary(process: Process, entries: Sequence[Entry], language: str) -> str:
    """Say what goes into the journal: ``günlüğe yazılıyor: 16-17 · Ön incelemeye al``."""
    first, last = entries[0], entries[-1]
    numbers = f"{last.n}" if first.n == last.n else f"{first.n}-{last.n}"
    return activity_summary(
        "record", language, f"{numbers} · {entry_title(process, last, language)}"
    )


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

    lines = [
        *_wrong(process, file, language, parked),
        f"### {process.word(reading.stage, language)}",
    ]
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
    lines += ["", f"#### {text('entries')}", *(f"- {line}" for line in recent)]
    return "\n".join(lines)


def _wrong(process: Process, file: CaseFile, language: str, parked: str | None) -> list[str]:
    """Say what is wrong with a case, before anything else; nothing where all is well."""
    lines = [f"**{word(TEXTS, 'parked', language)}:** {parked}"] if parked is not None else []
    lines += [
        f"**{word(TEXTS, 'late', language)}:** {term.key} {term.law.name.get(language, '')}"
        for term in file.open_terms
        if _is_overdue(term)
    ]
    lines += [
        f"**{word(TEXTS, p.waits_for, language)}:** {process.word(p.command.name, language)}"
        for p in file.pending
        if p.waits_for is WaitsFor.OFFICE
    ]
    for why, what in attention_said(file.attention, language):
        named = ", ".join(_addressee(process, each, language) for each in what)
        lines.append(f"**{why}:** {named}")
    if (year := calendar_ends(file)) is not None:
        lines.append(f"**{word(TEXTS, 'calendar-ends', language)}:** {year}")
    # in paragraphs of their own: Markdown would run them together
    return [part for line in lines for part in (line, "")]


def _addressee(process: Process, item: str, language: str) -> str:
    """Name an addressee; ``principal/ORNEK-KURS`` is a role of one institution."""
    role, _, institution = item.partition("/")
    return f"{process.role_word(role, language)} {institution}".strip()


def _is_overdue(term: Term) -> bool:
    return term.state is TermState.ENDED and term.at_end is OnEnd.ESCALATE


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
        overdue = "overdue" if _is_overdue(term) else "settling"
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
    clock = entry.counts_from.astimezone(ISTANBUL)
    title = entry_title(process, entry, language)
    return f"{entry.n} · {day_in_words(clock.date(), language)} {clock:%H:%M} · {title}"


def entry_title(process: Process, entry: Entry, language: str) -> str:
    """Name what an entry records: a command, or what happened to a term or to a command."""
    title = process.word(entry.name, language)
    if entry.kind not in KINDS:
        return title
    about = entry.name if entry.kind in OF_TERMS else title
    return f"{word(KINDS, entry.kind, language)}: {about}"
