"""What the chapters of a book in use share: its filing, its documents, its days."""

from collections.abc import Iterable
from datetime import date

from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.term import Term
from workflows.kernel.story.story import Story
from workflows.textbook_in_use.letters import PeriodRunning
from workflows.textbook_in_use.messages.acceptance import AcceptedBook
from workflows.textbook_in_use.rules.days import breaches_of_day


class Chapter(Story):
    """A chapter of a book in use; it has no state of its own.

    Each has three parts: what may come at any stage (`admit_…`), what follows from what has come
    (`follow_…`), and what is awaited from an office now (`…_awaited`).
    """

    @property
    def filed(self) -> AcceptedBook:
        """The filing that opened the case."""
        return self.file.start.read_as(AcceptedBook)

    @property
    def filed_on(self) -> date:
        """The day of that filing."""
        return self.file.calendar.local_day(self.file.start.received_at)

    def day_of(self, document: Message) -> date:
        """Return the day from which a document counts."""
        return self.file.calendar.local_day(document.counts_from)

    def against_day(
        self, document: Message, stated_on: date, *, rule: str, since: date | None = None
    ) -> Iterable[Reason]:
        """Return why a document cannot bear its day: before the acceptance, or still to come."""
        accepted_on = self.filed.decided_on
        return breaches_of_day(
            stated_on,
            since=since or accepted_on,
            recorded_on=self.day_of(document),
            rule=rule,
            after="what it answers" if since else "the Board's acceptance",
        )

    def tell_last_day(self, term: Term, about: str) -> None:
        """Tell the applicant the last instant of a period that runs, anew whenever it moves.

        Nothing is said of a day that has passed, or of what has been done.
        """
        now = self.file.term(term.key)
        if not now.is_open or now.due_on is None or now.due_at is None or self.today > now.due_on:
            return
        letter = PeriodRunning(about=about, until_at=now.due_at)
        self.notify(letter, rule=now.rule, about=f"{now.key} until {now.due_on}")
