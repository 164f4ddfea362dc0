"""What the chapters of a year share: its filing and its days."""

from datetime import date

from workflows.kernel.case.message import Message
from workflows.kernel.story.story import Story
from workflows.ministry_year.messages.lists import OpenedYear


class Chapter(Story):
    """A chapter of the year; it has no state of its own.

    Each has what follows from what has come (`follow_…`), what may come at any stage (`admit_…`),
    and what is awaited from an office now (`…_awaited`).
    """

    @property
    def year(self) -> int:
        """The calendar year of the case."""
        return self.file.start.read_as(OpenedYear).year

    @property
    def school_year(self) -> int:
        """The school year of its December list, by its first calendar year."""
        return self.year + 1

    @property
    def filed_on(self) -> date:
        """The day on which the year was opened."""
        return self.file.calendar.local_day(self.file.start.received_at)

    def day_of(self, document: Message) -> date:
        """Return the day from which a document counts."""
        return self.file.calendar.local_day(document.counts_from)
