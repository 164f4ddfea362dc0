"""The teaching term: opened, extended, cut short by a rewritten programme (m.25, 26, 27(2))."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Literal

from pydantic import JsonValue

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Awaited, Question
from workflows.textbook_in_use.chapters.chapter import Chapter
from workflows.textbook_in_use.letters import BookInUse, ListMissed, TermProlonged, TermRewritten
from workflows.textbook_in_use.messages.printing import Receiver
from workflows.textbook_in_use.messages.programme import ProgrammeChange
from workflows.textbook_in_use.messages.term import ExtensionDecision, ExtensionRequest
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.rules.printing import copies_owed
from workflows.textbook_in_use.rules.term import (
    breaches_of_extension,
    breaches_of_extension_request,
    breaches_of_rewriting,
    earliest_school_year,
    first_school_year,
    granted,
    last_acceptance_day,
)
from workflows.textbook_law.registers import Register, TeachingTerm
from workflows.textbook_law.terms import update_window

_DAY = timedelta(days=1)


class Terms(Chapter):
    """The chapter on the teaching term."""

    # -- its school years ------------------------------------------------------------------------

    @property
    def first_school_year(self) -> int:
        """The school year in which the book is first taught, settled when the case opens."""
        found: int = self.settled_once(
            "first-school-year", lambda: first_school_year(self.filed, self.file.calendar), nth=1
        )
        return found

    @property
    def years_given(self) -> int:
        """By how many school years the term has been extended."""
        return self.filed.earlier_extensions + granted(self.documents(ExtensionDecision))

    @property
    def last_school_year(self) -> int:
        """The last school year of the term as it stands (B-25.1, B-26.1)."""
        return self.last_after(self.years_given)

    def last_after(self, years: int) -> int:
        """Return the last school year of a term that was extended by some years."""
        return self.first_school_year + self.rulebook.term("teaching").length - 1 + years

    @property
    def rewriting(self) -> ProgrammeChange | None:
        """The programme change that ends the term, if there is one (B-27.2b)."""
        changes = self.documents(ProgrammeChange)
        return next((change for change in changes if change.rewriting), None)

    @property
    def term_ends_on(self) -> date:
        """Last day of the last school year."""
        return self.file.calendar.school_year(self.last_school_year)[1]

    @property
    def current_term_ends_on(self) -> date:
        """Last day of the term as it stands: a rewriting change may have cut it short."""
        return self.term_ends_on if self.rewriting is None else self.rewritten_on

    @property
    def current_term(self) -> Term:
        """The term that runs now, or has run last."""
        if self.rewriting is not None:
            return self.file.term(self.rulebook.term("rewritten").rule)
        years = self.years_given
        rule = self.rulebook.term("extension" if years else "teaching").rule
        return self.file.term(rule if years < 2 else f"{rule}#{years}")

    # -- what follows ----------------------------------------------------------------------------

    def follow_term(self) -> None:
        """Open the term and what extends or cuts it, and keep the register (m.25, 26, 27(2))."""
        self.await_first_year()
        first_given = self.filed.earlier_extensions
        running = [self.open_term(years) for years in range(first_given, self.years_given + 1)]
        if (change := self.rewriting) is not None:
            running.append(self.open_rewritten(change))
        for earlier in running[:-1]:
            self.drop(earlier)
        self.tell_of_opening()
        self.tell_of_changes()

    def await_first_year(self) -> None:
        """B-25.1: until its first school year the book is not taught."""
        first_day = self.file.calendar.school_year(self.first_school_year)[0]
        if self.filed_on < first_day:
            eve = first_day - _DAY
            since = min(self.filed_on, eve - _DAY)
            self.open("opening", since=since, through=eve)

    def open_term(self, years: int) -> Term:
        """Open the term of five school years, or the one of an extension, to its last day."""
        calendar = self.file.calendar
        if years == 0:
            since = calendar.school_year(self.first_school_year)[0]
            return self.open("teaching", since=since)
        since = calendar.school_year(self.last_after(years))[0]
        return self.open("extension", since=since, nth=years)

    def open_rewritten(self, change: ProgrammeChange) -> Term:
        """End the term on the day that the Board names, else with the school year (R-B.9)."""
        ends_on = self.rewritten_on
        since = min(change.decided_on, ends_on - _DAY)
        return self.open("rewritten", since=since, through=ends_on)

    @property
    def rewritten_on(self) -> date:
        """The last day of a term that a rewriting change ends; settled with the change."""

        def found() -> str:
            calendar, change = self.file.calendar, self.rewriting
            assert change is not None, "asked for after one only"
            school_year = calendar.school_year_of(change.decided_on)
            return (change.ends_on or calendar.school_year(school_year)[1]).isoformat()

        return date.fromisoformat(self.settled_once("rewritten-on", found, nth=1))

    def tell_of_opening(self) -> None:
        """Tell the applicant of term and duties, both offices of a list that is missed (R-B.19)."""
        self.enter_term(1, "opened", years=self.filed.earlier_extensions)
        named = self.filed.first_school_year
        last, calendar = self.last_after(self.filed.earlier_extensions), self.file.calendar
        update_from, update_until = update_window(last, calendar, self.rulebook)
        letter = BookInUse(
            first_year_from=calendar.school_year(self.first_school_year)[0],
            ends_on=calendar.school_year(last)[1],
            deferred=named != self.first_school_year,
            copies_presidency=copies_owed(Receiver.PRESIDENCY, self.rulebook),
            copies_publications=copies_owed(Receiver.PUBLICATIONS_DEPARTMENT, self.rulebook),
            copies_days=self.rulebook.term("copies").length,
            update_from=update_from,
            update_until=update_until,
        )
        self.notify(letter, rule="B-25.1", about="opened")
        if self.settled_once("list-missed", self.has_missed_list):
            cut_off = last_acceptance_day(
                self.first_school_year - 1, self.file.calendar, self.rulebook
            )
            missed = ListMissed(decided_on=self.filed.decided_on, cut_off=cut_off)
            for office in (Office.PRESIDENCY, Office.PUBLICATIONS_DEPARTMENT):
                self.notify(missed, rule="R-B.19", to=office)
            self.point_out("R-B.19/list")

    def has_missed_list(self) -> bool:
        """R-B.4: whether the Board names a school year whose list was closed before its decision.

        Of a book from years before the filing nobody has to be warned any more.
        """
        if self.filed.decided_on.year < self.filed_on.year - 1:
            return False
        earliest = earliest_school_year(self.filed.decided_on, self.file.calendar, self.rulebook)
        return self.first_school_year < earliest

    def tell_of_changes(self) -> None:
        """Answer applications, tell of a rewriting change, enter both (B-26.1, B-27.2b)."""
        years, n = self.filed.earlier_extensions, 1
        for document in self.documents_of(ExtensionDecision, ProgrammeChange):
            if isinstance(document, ExtensionDecision):
                years += int(document.granted)
                self.tell_of_extension(document, years)
                changed = document.granted
            else:
                changed = document is self.rewriting
                if changed:
                    self.tell_of_rewriting(document)
            if changed:
                n += 1
                extended = isinstance(document, ExtensionDecision)
                self.enter_term(n, "extended" if extended else "rewritten", years=years)

    def tell_of_extension(self, decided: ExtensionDecision, years: int) -> None:
        """B-26.1: with the day until which an update may be filed instead (T-11.1ç)."""
        last = self.last_after(years)
        update_from, update_until = update_window(last, self.file.calendar, self.rulebook)
        letter = TermProlonged(
            granted=decided.granted,
            until=self.file.calendar.school_year(last)[1],
            decision_no=decided.decision_no,
            decided_on=decided.decided_on,
            reasons=decided.reasons,
            update_from=update_from,
            update_until=update_until,
        )
        self.notify(letter, rule="B-26.1")

    def tell_of_rewriting(self, change: ProgrammeChange) -> None:
        """B-27.2b: the term ends early."""
        letter = TermRewritten(decision_no=change.decision_no, ends_on=self.rewritten_on)
        self.notify(letter, rule="B-27.2b", about="rewritten")

    def enter_term(
        self,
        n: int,
        change: Literal["opened", "extended", "rewritten", "expired", "annulled"],
        *,
        years: int,
        valid: bool = True,
        ends_on: date | None = None,
    ) -> None:
        """Keep the register of books in use: lists, extensions and updates go by it."""
        calendar, filed = self.file.calendar, self.filed
        rewritten = self.rewriting is not None and change != "opened"
        last = self.last_after(years)
        ends = ends_on or calendar.school_year(last)[1]
        if rewritten:
            ends = min(ends, self.rewritten_on)
            last = min(last, calendar.school_year_of(ends))
        update = change in {"opened", "extended", "expired"} and not rewritten
        window = update_window(last, calendar, self.rulebook) if update else (None, None)
        row = TeachingTerm(
            n=n,
            change=change,
            book_no=self.file.file_no,
            review=filed.review,
            field=filed.field,
            lesson=filed.lesson,
            grade=str(filed.grade),
            decision_no=filed.decision_no,
            decided_on=filed.decided_on,
            first_school_year=self.first_school_year,
            last_school_year=last,
            ends_on=ends,
            valid=valid,
            update_from=window[0],
            update_until=window[1],
        )
        self.enter(row, f"{self.file.case_id}/{n}")

    def enter_end(self, change: Literal["expired", "annulled"], on: date) -> None:
        """Enter that the book is no longer taught."""
        extended = granted(self.documents(ExtensionDecision))
        n = 2 + extended + int(self.rewriting is not None)
        self.enter_term(n, change, years=self.years_given, valid=False, ends_on=on)

    # -- extension (m.26) ------------------------------------------------------------------------

    @property
    def extension_pending(self) -> bool:
        """Whether an application is before the Board; a rewritten programme leaves it moot."""
        asked, decided = self.documents(ExtensionRequest), self.documents(ExtensionDecision)
        return len(asked) > len(decided) and self.rewriting is None

    def admit_term(self) -> None:
        """Admit applications for an extension, and programme changes."""
        self.beside(ExtensionRequest, judged_by=self.against_request)
        self.beside(ProgrammeChange, judged_by=self.against_change)

    def against_request(self, asked: ExtensionRequest) -> Iterable[Reason]:
        """B-26.1, B-26.2, R-B.5: in the last school year, twice at most, not if rewritten."""
        if self.rewriting is not None:
            return (
                Reason(
                    rule="B-27.2b",
                    what=f"a rewriting programme change ends the term on {self.rewritten_on}",
                    why="a book that must be written anew is not extended",
                    do="file a draft made for the new programme",
                ),
            )
        return breaches_of_extension_request(
            on=self.day_of(asked),
            last=self.last_school_year,
            years_given=self.years_given,
            pending=self.extension_pending,
            calendar=self.file.calendar,
            book=self.rulebook,
        )

    def against_change(self, change: ProgrammeChange) -> Iterable[Reason]:
        """B-27.2b, R-B.9: dated by now, once, and ending within the term."""
        yield from self.against_day(change, change.decided_on, rule="B-27.2b")
        if not change.rewriting:
            if change.ends_on is not None:
                yield Reason(
                    rule="B-27.1a",
                    what="a day is named on which the term would end",
                    why="a change that forces no rewriting is reflected, and ends no term",
                    do="leave the day out, or record the change as one that forces rewriting",
                )
            return
        if self.rewriting is not None:
            yield Reason(
                rule="B-27.2b",
                what="a rewriting change has been recorded",
                why="the term ends once, by the first one",
                do="leave this one out",
            )
        yield from breaches_of_rewriting(
            change.ends_on, decided_on=change.decided_on, term_ends_on=self.term_ends_on
        )

    def extension_awaited(self) -> list[Awaited[Any]]:
        """Wait for the Board on an application; the register counts the field's books."""
        if not self.extension_pending:
            return []
        return [
            self.another(ExtensionDecision)
            .granted_by(Question(Register.IN_USE, "B-26.1", self.field_next_year))
            .judged_by(self.against_extension)
        ]

    def field_next_year(self, _decided: ExtensionDecision) -> dict[str, JsonValue]:
        """Ask which other books of the field are valid in the year that would be added."""
        return {"field": self.filed.field, "school_year": self.last_school_year + 1}

    def against_extension(self, decided: ExtensionDecision) -> Iterable[Reason]:
        """B-26.1, R-B.5, R-B.20: by the register; before it has been asked nothing is known."""
        asked = self.documents(ExtensionRequest)[-1]
        yield from self.against_day(
            decided, decided.decided_on, rule="B-26.1", since=self.day_of(asked)
        )
        others = (decided.known or {}).get("others", 0)
        assert isinstance(others, int), "the register counts"
        yield from breaches_of_extension(
            decided,
            others=others,
            field=self.filed.field,
            school_year=self.last_school_year + 1,
            book=self.rulebook,
        )
