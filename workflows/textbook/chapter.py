"""What the chapters of the review share."""

from datetime import date

from pydantic import JsonValue

from workflows.kernel.act import Message, Reason
from workflows.kernel.calendar import local_day
from workflows.kernel.case import Case
from workflows.kernel.term import Term, dropped
from workflows.textbook.messages import HandOver
from workflows.textbook.rules.dates import breaches_of_date


class Chapter(Case):
    """A chapter of the review; it has no state of its own."""

    def misdated(
        self, document: Message, stated_on: date | None, rule: str, *, after: date | None = None
    ) -> tuple[Reason, ...]:
        """Return why a document cannot bear its date: before ``after``, else before the filing."""
        return breaches_of_date(
            stated_on,
            filed_on=after or local_day(self.file.start.received_at),
            recorded_on=local_day(document.counts_from),
            rule=rule,
        )

    def drop(self, term: Term) -> None:
        """Let a term go for which nobody waits any more: no reminder of it, no lapse."""
        current = self.file.term(term.key)
        if current.is_open:
            self._reading.put(dropped(current, self._reading.at))

    def coded(self, facts: dict[str, JsonValue]) -> dict[str, JsonValue]:
        """Name the draft to reviewers by its code alone, where it has one (T-13.2b)."""
        handed = self.documents(HandOver)
        code = handed[0].anonymity_code if handed else None
        return facts if code is None else {**facts, "file_no": code}

    def days_of(self, law: str) -> dict[str, JsonValue]:
        """Return how many days a term of the rulebook has, for a letter."""
        return {"days": self.rulebook.term(law).length}
