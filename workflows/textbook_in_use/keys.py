"""What a book in use reads in its rulebook."""

from typing import Final

from workflows.kernel.law.rulebook import Keys

KEYS: Final = Keys(
    terms=frozenset(
        {
            *("opening", "teaching", "extension", "rewritten"),
            *("stand_in", "stand_in_year"),
            *("copies", "correction", "reflection"),
            *("price", "price_december", "sales"),
        }
    ),
    figures=frozenset(
        {
            *("copies.presidency", "copies.publications", "copies.final"),
            *("extension.max", "extension.others"),
            *("list.working_day", "price.first_week_ends"),
            *("names.working_days", "update.school_years_after"),
            *("ban.S-5.2c.years", "ban.S-28.1b.years", "ban.S-42.2.years"),
        }
    ),
)
