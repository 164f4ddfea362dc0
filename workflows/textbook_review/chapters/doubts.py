"""Doubts that a commission lays before the Board, and the Board's guidance (m.17(21))."""

from collections.abc import Iterable

from workflows.kernel.case.refusal import Reason
from workflows.textbook_review.chapters.chapter import Chapter
from workflows.textbook_review.letters import DoubtReferred
from workflows.textbook_review.messages.ending import BoardGuidance, Doubt
from workflows.textbook_review.offices import Office
from workflows.textbook_review.rules.conflict import breaches_of_four_eyes


class Doubts(Chapter):
    """The chapter on doubts."""

    def refer_doubt(self, doubt: Doubt) -> None:
        """T-17.21: laid before the Board with its reasons."""
        self.notify(DoubtReferred(question=doubt.question), rule="T-17.21", to=Office.BOARD)

    def only_on_a_doubt(self, guidance: BoardGuidance) -> Iterable[Reason]:
        """T-17.21: the Board answers what was laid before it."""
        yield from self.misdated(guidance, guidance.decided_on, "T-17.21")
        doubters = {doubt.actor.id for doubt in self.by_people(Doubt)}
        yield from breaches_of_four_eyes(guidance.actor, {Doubt.command: doubters})
        if len(self.documents(BoardGuidance)) >= len(self.documents(Doubt)):
            yield Reason(
                rule="T-17.21",
                what="no doubt is before the Board",
                why="the Board's guidance answers a doubt that was laid before it with reasons",
                do="have the doubt referred to the Board first",
                acts=("refer_doubt_to_board",),
            )
