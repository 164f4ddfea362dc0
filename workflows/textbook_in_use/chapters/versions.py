"""An update or a translation that is accepted beside the book (m.11(1)ç, (2)b)."""

from collections.abc import Iterable

from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Role
from workflows.textbook_in_use.chapters.terms import Terms
from workflows.textbook_in_use.letters import VersionAccepted
from workflows.textbook_in_use.messages.term import AcceptedVersion
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.registers import VersionRow


class Versions(Terms):
    """The chapter on what is accepted beside the book: it is told of, and ends nothing (R-B.25)."""

    def admit_versions(self) -> None:
        """Admit what the review of an update or a translation tells."""
        self.beside(AcceptedVersion, judged_by=self.against_version)

    def against_version(self, told: AcceptedVersion) -> Iterable[Reason]:
        """R-B.25: dated by now, and told once of each review."""
        yield from self.against_day(told, told.decided_on, rule="R-B.25")
        if any(told.review == before.review for before in self.documents(AcceptedVersion)):
            yield Reason(
                rule="R-B.25",
                what=f"the acceptance by the review {told.review} has been told",
                why="a review accepts one book",
                do="leave it out",
            )

    def follow_versions(self) -> None:
        """Tell applicant and department of it, and until when this book is taught all the same."""
        for nth, told in enumerate(self.documents(AcceptedVersion), start=1):
            letter = VersionAccepted(
                version=told.version,
                decision_no=told.decision_no,
                decided_on=told.decided_on,
                first_year_from=self.file.calendar.school_year(told.first_school_year)[0],
                own_term_until=self.current_term_ends_on,
            )
            for addressee in (Role.APPLICANT, Office.PUBLICATIONS_DEPARTMENT):
                self.notify(letter, rule="R-B.25", to=addressee, about=f"version-{nth}")
            row = VersionRow(
                version=told.version, review=told.review, first_school_year=told.first_school_year
            )
            self.enter(row, f"{self.file.case_id}/{nth}")
