"""Pure time: calendar, terms and how their ends are derived, the rulebook's figures."""
