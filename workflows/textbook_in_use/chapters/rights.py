"""Rights in the book and names on it (m.28(2), 39)."""

from collections.abc import Iterable
from typing import Any

from workflows.kernel.case.refusal import Reason
from workflows.kernel.story.waiting import Awaited
from workflows.textbook_in_use.chapters.market import Market
from workflows.textbook_in_use.letters import NamesDecided, RightsTold
from workflows.textbook_in_use.messages.market import (
    FinalJudgment,
    NameChange,
    NamesDecision,
    RightsEvent,
    RightsNotice,
)
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.registers import NamesRow, RightsRow
from workflows.textbook_in_use.rules.days import breaches_of_reference
from workflows.textbook_in_use.rules.names import (
    breaches_of_name_change,
    breaches_of_names_decision,
    breaches_of_rights_notice,
    rule_of,
    told_by,
)
from workflows.textbook_law.grounds import Named


class Rights(Market):
    """The chapter on rights and names."""

    def admit_rights(self) -> None:
        """Admit notices about rights, changes of names, and judgments on them."""
        self.beside(
            RightsNotice,
            judged_by=lambda told: breaches_of_rights_notice(told, told_on=self.day_of(told)),
        )
        self.beside(
            NameChange,
            judged_by=lambda told: breaches_of_name_change(told, told_on=self.day_of(told)),
        )
        self.beside(FinalJudgment, judged_by=self.against_judgment)

    def against_judgment(self, judgment: FinalJudgment) -> Iterable[Reason]:
        """B-39.2: about a dispute that is open, and final by now."""
        disputed = [n for n in self.undecided if self.documents(NameChange)[n - 1].disputed]
        if not disputed:
            yield Reason(
                rule="B-39.2",
                what="no dispute about names is open",
                why="a judgment is recorded of a change of names that is disputed",
                do="tell of the disputed change first, by notify_name_change",
                acts=("notify_name_change",),
            )
            return
        yield from breaches_of_reference(
            judgment.request, disputed, rule="B-39.2", what="is disputed"
        )
        if judgment.final_on > self.day_of(judgment):
            yield from self.against_day(judgment, judgment.final_on, rule="B-39.2")

    @property
    def undecided(self) -> list[int]:
        """Changes of names on which the Board has not decided, by number (R-B.18)."""
        decided = {each.request for each in self.documents(NamesDecision)}
        told = range(1, len(self.documents(NameChange)) + 1)
        return [number for number in told if number not in decided]

    def follow_rights(self) -> None:
        """Tell both offices of rights, and answer changes of names (B-28.2, B-39.1 to B-39.3)."""
        for nth, told in enumerate(self.documents(RightsNotice), start=1):
            row = RightsRow(event=told.event, since=told.since, transferred_to=told.transferred_to)
            self.enter(row, f"{self.file.case_id}/{nth}")
            passed = told.event is RightsEvent.TRANSFERRED
            letter = RightsTold(transferred=passed, since=told.since)
            for office in (Office.PRESIDENCY, Office.PUBLICATIONS_DEPARTMENT):
                self.notify(letter, rule="B-28.2", to=office)
        changes = self.documents(NameChange)
        for decided in self.documents(NamesDecision):
            self.answer_change(changes[decided.request - 1], decided)

    def answer_change(self, change: NameChange, decided: NamesDecision) -> None:
        """Tell what the Board has decided; lateness of the telling is only noted (R-B.12)."""
        rule, late = rule_of(change, self.filed), None
        if change.contract_on is not None:
            last = told_by(change.contract_on, self.file.calendar, self.rulebook)
            late = last if self.day_of(change) > last else None
        letter = NamesDecided(
            granted=decided.granted,
            decision_no=decided.decision_no,
            decided_on=decided.decided_on,
            told_by=late,
        )
        self.notify(letter, rule=rule, about=str(decided.request))
        if not decided.granted:
            return
        row = NamesRow(
            rule=rule,
            whose=change.whose,
            decision_no=decided.decision_no,
            decided_on=decided.decided_on,
        )
        self.enter(row, f"{self.file.case_id}/{decided.request}")
        if change.whose is Named.PUBLISHER:
            # letters go to whom the dossier has; who that is an operator has to enter
            self.point_out(f"{rule}/publisher-{decided.request}")

    def names_awaited(self) -> list[Awaited[Any]]:
        """Wait for the Board on a change of names; all of them reach it (R-B.18)."""
        if not self.undecided:
            return []
        return [self.another(NamesDecision).judged_by(self.against_names_decision)]

    def against_names_decision(self, decided: NamesDecision) -> Iterable[Reason]:
        """B-39.1, B-39.2: on a change that is open; in a dispute only with a final judgment."""
        yield from breaches_of_reference(
            decided.request, self.undecided, rule="B-39.2", what="the Board decides on"
        )
        if decided.request in self.undecided:
            change = self.documents(NameChange)[decided.request - 1]
            judged = any(j.request == decided.request for j in self.documents(FinalJudgment))
            yield from breaches_of_names_decision(decided, change, judged=judged)
            yield from self.against_day(
                decided, decided.decided_on, rule="B-39.2", since=self.day_of(change)
            )
