"""Whether what cannot be undone is meant: asked on a terminal; a script has said what it means."""

import sys

from starter.cli.exits import Usage
from starter.cli.work.speaking import t

YES = ("e", "evet", "y", "yes")


class NotMeant(Usage):
    """Somebody was asked, and did not say yes: nothing was done."""


def can_be_asked() -> bool:
    """Return whether somebody sits at a terminal, to read a question and to answer it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, lang: str) -> None:
    """Ask whether to go on; output stays free of it.

    Raises:
        NotMeant: Anything but yes was answered.
    """
    sys.stderr.write(f"{question} {t('yes_or_no', lang)} ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in YES:
        raise NotMeant(t("not_done", lang))


def ask_on_terminal(question: str, lang: str, *, yes: bool) -> None:
    """Ask whether to go on, unless that has been said or nobody is there to be asked.

    Raises:
        NotMeant: Anything but yes was answered.
    """
    if not yes and can_be_asked():
        ask(question, lang)
