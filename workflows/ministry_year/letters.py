"""The letters of the Ministry's year."""

from datetime import date

from workflows.kernel.case.letters import Letter
from workflows.kernel.values import RegisterNo, Sha256, Slug, Text


class YearOpened(Letter):
    """To the offices: the days of the year (m.17(20), 32, 33)."""

    template = "year_opened"
    year: int
    held_from: date
    last_acceptance: date
    sent_by: date
    published_by: date


class ForwardingStopped(Letter):
    """To the Directorate: nothing is forwarded until a day (T-17.20)."""

    template = "forwarding_stopped"
    last_acceptance: date


class ForwardingResumed(Letter):
    """To the Directorate: drafts are forwarded again, in the order of their receipt (T-17.20)."""

    template = "forwarding_resumed"
    held: int
    """How many drafts were held, by the register."""
    first: str | None
    """File number of the one that is first."""


class YearListDue(Letter):
    """To the Presidency: acceptances are closed, the list is to be sent (B-32.2a)."""

    template = "year_list_due"
    year: int
    sent_by: date


class ListSent(Letter):
    """To the department: a list for the Tebliğler Dergisi (B-32.1, B-32.2a)."""

    template = "list_sent"
    year: int
    month: int | None
    """Of a monthly list; none of the yearly one."""
    letter_no: RegisterNo
    books: int
    digest: Sha256


class ListPublished(Letter):
    """To the Presidency: the list has appeared (B-32.2b)."""

    template = "list_published"
    school_year: int
    journal_no: RegisterNo
    published_on: date
    books: int
    unpriced: int
    late: bool
    """Whether it appeared after its last day."""


class CommissionFormed(Letter):
    """To the commission: it is formed, and sets the unit prices (B-33.1c, B-33.1ç)."""

    template = "commission_formed"
    order_no: RegisterNo
    members: int


class UnitPricesSet(Letter):
    """To the Ministry: unit prices are before it (B-33.1d)."""

    template = "unit_prices_set"
    decision_no: RegisterNo
    prices: int


class UnitPricesDecided(Letter):
    """To department and commission: unit prices are in force, or to be set anew (B-33.1d)."""

    template = "unit_prices_decided"
    approved: bool
    school_year: int
    decision_no: RegisterNo
    approval_no: RegisterNo
    approved_on: date
    reasons: Text | None


class LeftoversAskedAbout(Letter):
    """To the Presidency: leftover printings wait for its opinion (B-29.3)."""

    template = "leftovers_asked_about"
    request_no: RegisterNo
    book_no: RegisterNo
    printed_in: int
    copies: int


class LeftoversJudged(Letter):
    """To the department: the Presidency's opinion on leftovers (B-29.3)."""

    template = "leftovers_judged"
    request_no: RegisterNo
    distribute: bool
    letter_no: RegisterNo
    reasons: Text | None


class DistributionReported(Letter):
    """To the Presidency: statistics and the list of books bought (B-30.2)."""

    template = "distribution_reported"
    school_year: int
    report_no: RegisterNo
    statistics: Sha256
    books: int
    copies: int


class GuideReceived(Letter):
    """To the Presidency: a guide is to be reviewed (B-34.2)."""

    template = "guide_received"
    guide_book: bool
    lesson: Slug
    guide: Sha256
