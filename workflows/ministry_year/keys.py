"""What a year of the Ministry reads in its rulebook."""

from typing import Final

from workflows.kernel.law.rulebook import Keys

KEYS: Final = Keys(
    terms=frozenset(
        {
            *("forwarding_open", "forwarding_hold", "last_acceptance"),
            *("monthly_list", "year_list", "journal_list"),
            *("commission", "unit_prices", "approval", "report"),
        }
    ),
    figures=frozenset(
        {
            *("forwarding.hold_working_days", "forwarding.resumes_after_days"),
            *("list.working_day", "journal.last_day", "price.first_week_ends"),
            *("opening.years_before",),
        }
    ),
)
