"""Grounds before the Board, the annulment, and what follows from it (m.5(2), 27, 28, 33, 42)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.term import TermState
from workflows.kernel.roles import Role
from workflows.kernel.story.waiting import Awaited
from workflows.kernel.values import Frozen
from workflows.textbook_in_use.chapters.corrections import Corrections
from workflows.textbook_in_use.letters import Annulled, AnnulmentDue, FindingWithdrawn, TermOver
from workflows.textbook_in_use.messages import term as messages
from workflows.textbook_in_use.messages.term import (
    Announcement,
    Annulment,
    FalseDocument,
    ProvenOffence,
)
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.registers import AnnouncementRow, AnnulmentRow
from workflows.textbook_in_use.rules.annulment import (
    AT_THE_FINDING,
    FINDINGS,
    Ground,
    ban_of,
    breaches_of_unit,
    breaches_of_withdrawal,
    ground_of,
    undelivered,
)
from workflows.textbook_in_use.rules.days import breaches_of_reference
from workflows.textbook_in_use.rules.term import update_window
from workflows.textbook_in_use.stages import Outcome
from workflows.textbook_law.registers import Ban


class Over(Frozen):
    """How a book ceases to be taught."""

    outcome: Outcome
    rule: str
    on: date


class Sanctions(Corrections):
    """The chapter on annulment, and on the end of the term."""

    def admit_findings(self) -> None:
        """Admit findings of authorities, and a finding taken back before the Board has acted."""
        self.beside(FalseDocument, judged_by=self.against_false_document)
        self.beside(ProvenOffence, judged_by=self.against_offence)
        self.beside(messages.FindingWithdrawn, judged_by=self.against_withdrawal)

    def against_false_document(self, found: FalseDocument) -> Iterable[Reason]:
        """S-5.2b: about a publisher's book, and dated by now."""
        yield from breaches_of_unit(self.filed, "S-5.2b")
        yield from self.against_day(found, found.found_on, rule="S-5.2b")

    def against_offence(self, proven: ProvenOffence) -> Iterable[Reason]:
        """S-42.2: about a publisher's book; the judgment is final by now."""
        yield from breaches_of_unit(self.filed, "S-42.2")
        yield from self.against_day(proven, proven.final_on, rule="S-42.2")

    def against_withdrawal(self, taken: messages.FindingWithdrawn) -> Iterable[Reason]:
        """R-B.6: of a ground that is before the Board, by the office that found it."""
        return breaches_of_withdrawal(taken.ground, taken.actor, self.grounds.values())

    # -- grounds ---------------------------------------------------------------------------------

    @property
    def found(self) -> list[tuple[Ground, str]]:
        """All grounds that documents have brought, and the number of each within its rule."""
        kinds: Counter[type] = Counter()
        rules: Counter[str] = Counter()
        grounds = []
        for document in self.documents_of(*FINDINGS):
            kinds[type(document)] += 1
            ground = ground_of(document, kinds[type(document)])
            if ground is not None:
                rules[ground.rule] += 1
                grounds.append((ground, str(rules[ground.rule])))
        return grounds

    @property
    def lapsed(self) -> list[Ground]:
        """Grounds that a term has brought: copies that did not come (S-28.1a)."""
        return [
            undelivered(printing, term.due_on)
            for printing, term in self.undelivered
            if term.due_on is not None
        ]

    @property
    def grounds(self) -> dict[str, Ground]:
        """Grounds before the Board, by reference; what was taken back is none (R-B.6)."""
        pending: dict[str, Ground] = {}
        kinds: Counter[type] = Counter()
        for document in self.documents_of(*FINDINGS, messages.FindingWithdrawn):
            kinds[type(document)] += 1
            if isinstance(document, messages.FindingWithdrawn):
                pending.pop(document.ground, None)
            elif (ground := ground_of(document, kinds[type(document)])) is not None:
                pending[ground.ref] = ground
        return {**{each.ref: each for each in self.lapsed}, **pending}

    def follow_findings(self) -> None:
        """Lay each ground before the Board and tell the applicant; ban where the finding bans."""
        for ground in self.lapsed:
            self.tell_of_ground(ground, ground.ref, None)
        for ground, nth in self.found:
            ban = None
            if ground.rule in AT_THE_FINDING:
                ban = self.ban(ground, ground.found_on)
            self.tell_of_ground(ground, f"finding-{nth}", ban)
        for count, taken in enumerate(self.documents(messages.FindingWithdrawn), start=1):
            rule = taken.ground.partition("/")[0]
            letter = FindingWithdrawn(ground=taken.ground, reason=taken.reason)
            self.notify(letter, rule=rule, about=f"withdrawn-{count}")
            if rule in AT_THE_FINDING:
                self.point_out(f"{taken.ground}/ban")  # the ban is in the register already

    def tell_of_ground(self, ground: Ground, about: str, ban: Ban | None) -> None:
        """R-B.6: nothing is annulled by itself; Board and applicant know of it."""
        letter = AnnulmentDue(
            ground=ground.ref,
            found_on=ground.found_on,
            banned_until=None if ban is None else ban.ends_on,
        )
        for addressee in (Role.APPLICANT, Office.BOARD):
            self.notify(letter, rule=ground.rule, to=addressee, about=about)

    def ban(self, ground: Ground, on: date) -> Ban | None:
        """Enter the ban that a ground brings, once (S-5.2c, S-28.1b, S-42.2)."""
        ban = ban_of(ground, self.filed, self.file.file_no, on, self.rulebook)
        if ban is not None:
            self.enter(ban, f"{self.file.case_id}/{ground.ref}")
        return ban

    # -- the Board -------------------------------------------------------------------------------

    def annulment_awaited(self) -> list[Awaited[Any]]:
        """Wait for the Board's act on a ground (R-B.6)."""
        if not self.grounds:
            return []
        return [self.another(Annulment).judged_by(self.against_annulment)]

    def against_annulment(self, decided: Annulment) -> Iterable[Reason]:
        """R-B.6: on a ground that is before the Board, and after it."""
        grounds = self.grounds
        yield from breaches_of_reference(
            decided.ground, grounds, rule="R-B.6", what="the Board annuls for"
        )
        if (ground := grounds.get(decided.ground)) is not None:
            yield from self.against_day(
                decided, decided.decided_on, rule="R-B.6", since=ground.found_on
            )

    @property
    def annulment(self) -> tuple[Annulment, str] | None:
        """The Board's annulment and the rule of its ground, if there is one."""
        decided = self.documents(Annulment)
        return (decided[0], decided[0].ground.partition("/")[0]) if decided else None

    def is_over(self) -> Over | None:
        """Say how the book ceases to be taught, once it does.

        A ground is acted on before the term ends by itself, and so is an application to extend it.
        """
        if (annulled := self.annulment) is not None:
            decided, rule = annulled
            return Over(outcome=Outcome.ANNULLED, rule=rule, on=decided.decided_on)
        if self.grounds or self.extension_pending:
            return None
        term = self.current_term
        if term.state is not TermState.LAPSED or term.due_on is None:
            return None
        return Over(outcome=Outcome.EXPIRED, rule=term.rule, on=term.due_on)

    # -- the end ---------------------------------------------------------------------------------

    def tell_of_end(self, over: Over) -> None:
        """Tell the applicant that the book is no longer taught, and enter it."""
        if (annulled := self.annulment) is not None:
            self.tell_of_annulment(annulled[0], over.rule)
            self.enter_end("annulled", over.on)
            return
        until = None
        if self.rewriting is None:
            until = update_window(self.last_school_year, self.file.calendar, self.rulebook)[1]
        self.notify(TermOver(on=over.on, update_until=until), rule=over.rule, about="over")
        self.enter_end("expired", over.on)

    def tell_of_annulment(self, decided: Annulment, rule: str) -> None:
        """S-28.1b: announced, and banned from the Board's decision on; the others are not."""
        ground = Ground(ref=decided.ground, rule=rule, found_on=decided.decided_on)
        bans_now = rule not in AT_THE_FINDING
        ban = self.ban(ground, decided.decided_on) if bans_now else None
        letter = Annulled(
            decision_no=decided.decision_no,
            decided_on=decided.decided_on,
            banned_until=None if ban is None else ban.ends_on,
            announced=rule == "S-28.1b",
        )
        self.notify(letter, rule=rule, about="annulled")
        row = AnnulmentRow(
            rule=rule,
            decision_no=decided.decision_no,
            decided_on=decided.decided_on,
            announced=letter.announced,
        )
        self.enter(row, self.file.case_id)
        for nth, shown in enumerate(self.documents(Announcement), start=1):
            announced = AnnouncementRow(
                journal_no=shown.journal_no, published_on=shown.published_on
            )
            self.enter(announced, f"{self.file.case_id}/{nth}")

    @property
    def to_be_announced(self) -> bool:
        """Whether an annulment has still to appear in the Communiqué Journal (S-28.1b)."""
        annulled = self.annulment
        return (
            annulled is not None and annulled[1] == "S-28.1b" and not self.documents(Announcement)
        )

    def announcement_awaited(self) -> list[Awaited[Any]]:
        """Wait for the announcement; the text sets no time for it."""
        if not self.to_be_announced:
            return []
        return [self.another(Announcement).judged_by(self.against_announcement)]

    def against_announcement(self, shown: Announcement) -> Iterable[Reason]:
        """S-28.1b: after the Board's annulment."""
        annulled = self.annulment
        assert annulled is not None, "awaited after an annulment only"
        since = annulled[0].decided_on
        return self.against_day(shown, shown.published_on, rule="S-28.1b", since=since)
