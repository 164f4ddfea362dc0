"""What a draft is made of: sets, audio, original texts (m.8(2) to (4)); type and lines (m.8(1)ç).

A case lives by the rulebook recorded when it was opened. One from before the figures on sets were
written down is asked for nothing by them: its commission has judged from paper.
"""

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import FiledDraft, Grade, PartKind, Work, WorkKind


def breaches_of_set(work: Work, book: Rulebook) -> tuple[Reason, ...]:
    """Return what is missing from a set and of the audio that goes with it (T-8.3, T-13.1ğ)."""
    return (
        *_breaches_of_parts(work),
        *_breaches_of_foreign_language(work, book),
        *_breaches_of_audio(work, book),
    )


def breaches_of_original_texts(application: FiledDraft, book: Rulebook) -> tuple[Reason, ...]:
    """Return why a draft has come without its original texts, or too few copies (T-8.2)."""
    figure = "original_texts.copies"
    if not _knows(book, figure) or not needs_original_texts(application.work, book):
        return ()
    copies, least = application.original_text_copies, book.count(figure)
    if copies >= least:
        return ()
    return (
        Reason(
            rule="T-8.2",
            what=f"{copies} of {least} copies of the original texts came with a draft for "
            f"{application.work.lesson}",
            why="the texts used in these lessons are handed over with the draft",
            do="record the check as failed, with a note for the applicant",
        ),
    )


def needs_original_texts(work: Work, book: Rulebook) -> bool:
    """Return whether original texts belong to a draft: three lessons, each at its level (T-8.2)."""
    if work.grade == "non-formal":
        return False
    level = "primary" if is_primary(work.grade, book) else "secondary"
    return work.lesson in book.words(f"original_texts.{level}")


def is_primary(grade: Grade, book: Rulebook) -> bool:
    """Return whether a grade belongs to primary education (ilköğretim): 1 to 8 (T-18.1)."""
    return grade != "non-formal" and grade <= book.count("primary.last_grade")


def type_size(grade: Grade, book: Rulebook) -> int | None:
    """Return the smallest type for running text, in points (T-8.1ç10).

    None for non-formal education, where the level and age of the trainees decide, and where the
    case's rulebook is from before these figures.
    """
    return _by_grade("type_size", grade, book)


def lines_per_100_mm(grade: Grade, book: Rulebook) -> int | None:
    """Return the most lines on 100 mm without a paragraph gap (T-8.1ç12).

    None where `type_size` has none.
    """
    return _by_grade("lines", grade, book)


def _by_grade(table: str, grade: Grade, book: Rulebook) -> int | None:
    if grade == "non-formal":
        return None
    row, above = f"{table}.grade.{grade}", f"{table}.above"
    if not _knows(book, above):
        return None
    return book.count(row if _knows(book, row) else above)


def _knows(book: Rulebook, figure: str) -> bool:
    return figure in book.figures


def _breaches_of_parts(work: Work) -> tuple[Reason, ...]:
    if work.kind is not WorkKind.SET or len(work.parts) >= 2:
        return ()
    return (
        _incomplete(
            "T-13.1ğ",
            what="the set passes as complete, but the application lists a single part",
            why="a set has at least two parts",
        ),
    )


def _breaches_of_foreign_language(work: Work, book: Rulebook) -> tuple[Reason, ...]:
    if not work.foreign_language or not _knows(book, "set.foreign_language"):
        return ()
    asked = book.flag("set.foreign_language")
    if not asked or (work.kind is WorkKind.SET and _has(work, PartKind.AUDIO)):
        return ()
    return (
        _incomplete(
            "T-8.3",
            what="a foreign-language draft passes as complete without being a set with audio",
            why="foreign-language books are made and judged as one set together with their audio",
        ),
    )


def _breaches_of_audio(work: Work, book: Rulebook) -> tuple[Reason, ...]:
    if not _knows(book, "set.audio_lessons"):
        return ()
    listens = work.lesson in book.words("set.audio_lessons")
    audio, guide = _has(work, PartKind.AUDIO), _has(work, PartKind.TEACHERS_GUIDE)
    attached = "audio for Turkish and foreign languages is attached to the teacher's guide"
    wrong = []
    # a book alone has no guide to which audio could be attached; a foreign-language draft without
    # audio is not a set at all, and T-8.3 says so
    if listens and guide and not audio:
        wrong.append(
            _incomplete(
                "T-13.1ğ",
                what="the draft passes as complete, but has no audio for the listening texts",
                why=attached,
            )
        )
    if (listens or work.foreign_language) and audio and not guide:
        wrong.append(
            _incomplete(
                "T-13.1ğ",
                what="the draft passes as complete, but its audio comes without a teacher's guide",
                why=attached,
            )
        )
    return tuple(wrong)


def _has(work: Work, kind: PartKind) -> bool:
    return any(part.kind is kind for part in work.parts)


def _incomplete(rule: str, *, what: str, why: str) -> Reason:
    return Reason(
        rule=rule,
        what=what,
        why=why,
        do="record the check as failed, with a note for the applicant",
    )
