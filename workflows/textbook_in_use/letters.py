"""The letters of a textbook in use."""

from datetime import date
from decimal import Decimal

from pydantic import AwareDatetime

from workflows.kernel.case.letters import Letter
from workflows.kernel.values import RegisterNo, Text
from workflows.textbook_in_use.messages.term import Version


class BookInUse(Letter):
    """The term of the book, and what its applicant owes and may ask for (B-25.1, B-32.2c)."""

    template = "book_in_use"
    first_year_from: date
    ends_on: date
    deferred: bool
    """Whether it begins a school year later than the Board has named."""
    copies_presidency: int
    copies_publications: int
    copies_days: int
    update_from: date
    update_until: date
    """First and last day on which an update may be filed, as the term stands."""


class PeriodRunning(Letter):
    """A period runs for the applicant; its last instant, anew whenever it moves (R-B.17)."""

    template = "period_running"
    about: str
    until_at: AwareDatetime


class ListMissed(Letter):
    """To both offices: the Board's school year is earlier than the list allows (R-B.19)."""

    template = "list_missed"
    decided_on: date
    cut_off: date


class AnnulmentDue(Letter):
    """A ground is before the Board, which annuls by an act of its own (R-B.6)."""

    template = "annulment_due"
    ground: str
    found_on: date
    banned_until: date | None = None
    """First day on which applications are accepted again, where the finding itself bans."""


class FindingWithdrawn(Letter):
    """A finding is taken back; nothing follows from it any more (R-B.6)."""

    template = "finding_withdrawn"
    ground: str
    reason: Text


class Annulled(Letter):
    """The Board has annulled its decision on the book (m.5, 27, 28, 33, 42)."""

    template = "annulled"
    decision_no: RegisterNo
    decided_on: date
    banned_until: date | None
    announced: bool
    """Whether it is to appear in the Communiqué Journal."""


class FindingsDecided(Letter):
    """The Board has decided on findings (B-28.1c, B-28.3)."""

    template = "findings_decided"
    about: str
    agreed: bool
    decision_no: RegisterNo
    decided_on: date


class CorrectionOrdered(Letter):
    """The book is to be corrected, in the period that runs from service (B-28.1c, B-28.3)."""

    template = "correction_ordered"
    about: str
    days: int
    letter_no: RegisterNo
    copies: int


class FinalCopiesChecked(Letter):
    """The commission has looked at the corrected book (B-28.4)."""

    template = "final_copies_checked"
    about: str
    corrected: bool
    kept_as: RegisterNo


class ReflectionOrdered(Letter):
    """A programme change is to be reflected, in the period that runs from service (B-27.1a)."""

    template = "reflection_ordered"
    change: int
    days: int
    letter_no: RegisterNo


class ReflectionDone(Letter):
    """A programme change is reflected in the book (B-27.1a)."""

    template = "reflection_done"
    change: int
    officially: bool
    """By Presidency or unit, without asking the authors."""


class TermRewritten(Letter):
    """The term ends early, because the programme is rewritten (B-27.2b, R-B.9)."""

    template = "term_rewritten"
    decision_no: RegisterNo
    ends_on: date


class TermProlonged(Letter):
    """The Board has decided on an extension (B-26.1, B-26.2)."""

    template = "term_prolonged"
    granted: bool
    until: date
    """The last day of the term: the new one, or the one that stays."""
    decision_no: RegisterNo
    decided_on: date
    reasons: Text | None
    update_from: date
    update_until: date


class TermOver(Letter):
    """The teaching term is over (B-25.1, B-26.1, B-27.2b)."""

    template = "term_over"
    on: date
    update_until: date | None
    """Last day on which an update may be filed; none after a rewriting change."""


class VersionAccepted(Letter):
    """An update or a translation of the book is accepted; its own term runs on (R-B.25)."""

    template = "version_accepted"
    version: Version
    decision_no: RegisterNo
    decided_on: date
    first_year_from: date
    """First day of the school year from which the update or translation is taught."""
    own_term_until: date


class ToolInUse(Letter):
    """How long a tool in place of a textbook is valid (B-34.1)."""

    template = "tool_in_use"
    first_year_from: date
    until: date
    """Last day of its fifth school year."""
    textbook_from: date | None
    """First day of the school year from which a textbook known already is taught, if one is."""


class ToolOver(Letter):
    """A tool in place of a textbook is no longer valid (B-34.1)."""

    template = "tool_over"
    on: date
    textbook: str | None
    """Number of the textbook that is taught instead; none after its fifth school year."""


class RightsTold(Letter):
    """To both offices: the publisher does not print, or has transferred its rights (B-28.2)."""

    template = "rights_told"
    transferred: bool
    since: date


class NamesDecided(Letter):
    """The Board has decided on a change of names (B-39.1 to B-39.3)."""

    template = "names_decided"
    granted: bool
    decision_no: RegisterNo
    decided_on: date
    told_by: date | None
    """Last day for telling of the contract, where that was missed; only noted (R-B.12)."""


class PriceRecorded(Letter):
    """The price of the book (B-33.1d)."""

    template = "price_recorded"
    price: Decimal
    school_year: int
    approval_no: RegisterNo
    approved_on: date


class PriceNotAskedFor(Letter):
    """No price has been applied for in time (B-33.1a, B-33.1b)."""

    template = "price_not_asked_for"
    school_year: int
    due_on: date


class SalesNotReported(Letter):
    """Printed and sold copies of a year have not been reported (B-30.3)."""

    template = "sales_not_reported"
    year: int
    due_on: date
