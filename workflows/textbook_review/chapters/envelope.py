"""The sealed envelope: opened when a draft goes back, or by a decision of the Board (m.13(3)).

Whatever goes back to the applicant goes back through here, so that no draft is sent with its
envelope closed, and none is opened without a ground in the journal.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from workflows.kernel.case.letters import Letter
from workflows.kernel.case.refusal import Reason
from workflows.kernel.case.standing_commands import Service
from workflows.kernel.story.waiting import Awaited
from workflows.textbook_review.chapters.chapter import Chapter
from workflows.textbook_review.messages.ending import EnvelopeOpening
from workflows.textbook_review.messages.review import HandOver
from workflows.textbook_review.registers import EnvelopeOpened


class Envelope(Chapter):
    """The chapter on the sealed envelope."""

    async def send_back(
        self,
        letter: Letter,
        *,
        rule: str,
        by: str,
        after: date,
        meanwhile: Iterable[Awaited[Any]] = (),
    ) -> Service:
        """Send the result to the applicant and wait until it has been served (T-17.23).

        T-13.3: the branch opens the envelope when the draft goes back, in corrections as well. The
        keywords are those of `serve`.
        """
        nth = self.number(f"sent-back/{rule}")
        self.open_envelope_for(f"sent back {rule}/{nth}")
        return await self.serve(letter, rule=rule, by=by, after=after, meanwhile=meanwhile)

    def open_envelope_for(self, ground: str, *, on: date | None = None) -> None:
        """Journal the opening of the sealed envelope with its legal ground (T-13.3)."""
        for sealed in self.asked_for(HandOver)[-1:]:
            self.enter_opening(cast("HandOver", sealed), ground, on or self.today)

    def enter_opening(self, sealed: HandOver, ground: str, on: date) -> None:
        """Enter the opening of one envelope; a corrected draft has another than at first."""
        number = sealed.sealed_envelope_no
        opened = EnvelopeOpened(envelope_no=number, ground=ground, on=on)
        self.enter(opened, f"{number}/{ground}")

    def only_once_sealed(self, ordered: EnvelopeOpening) -> Iterable[Reason]:
        """T-13.3: there is an envelope only from the hand-over on."""
        yield from self.misdated(ordered, ordered.decided_on, "T-13.3")
        if not self.file.fact(HandOver.command, 1):
            yield Reason(
                rule="T-13.3",
                what="there is no sealed envelope yet",
                why="the envelope is sealed when the draft goes to the Directorate",
                do="look at the application itself",
            )

    def open_envelope_by_order(self, ordered: EnvelopeOpening) -> None:
        """T-13.3: opened at any stage by a decision of the Board."""
        handed = [h for h in self.documents(HandOver) if h.counts_from <= ordered.counts_from]
        for sealed in handed[-1:]:
            ground = f"board-decision {ordered.decision_no}"
            self.enter_opening(sealed, ground, ordered.decided_on)
