"""Bans entered or lifted beside any case: by the Presidency, on a decision (S-5 to S-42, R-S.13).

A case enters the ban that its own finding leads to. What was found elsewhere, or before Vade, is
entered here; a ban whose finding a court annuls or the authority withdraws is lifted here.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.roles import Actor, Role
from workflows.kernel.values import Frozen, PersonId, RegisterNo
from workflows.textbook_law.bans import ban_ends_on
from workflows.textbook_law.registers import BanLifting, Sanction

PRESIDENCY = "presidency"
"""Who keeps the register of bans: it refuses the applications (m.4 to m.7)."""

BanRule = Literal["S-5.2c", "S-7.5", "S-28.1b", "S-37.1", "S-42.2"]
"""Rules that ban a publisher; no other does."""

SCOPES: dict[str, tuple[str, ...]] = {"S-7.5": ("field", "grade"), "S-28.1b": ("book",)}
"""What narrows the ban of a rule; all others reach every book of the publisher."""

NARROWED_BY = {"S-7.5": "field and grade", "S-28.1b": "book"}
"""The same as it is said in a refusal."""


class BanEntry(Frozen):
    """A publisher's ban on a finding that no case has recorded (yayınevine başvuru yasağı)."""

    rule: BanRule
    subject: PersonId
    """Legal identity key of the publisher (R-S.8)."""
    scope: dict[str, Annotated[str, Field(max_length=80)]] = Field(default_factory=dict)
    """``field`` and ``grade`` of S-7.5, ``book`` of S-28.1b."""
    decision_no: RegisterNo
    decided_on: date
    """Day of the decision or finding; the ban blocks from it on (R-S.6)."""

    def sanction_by(self, book: Rulebook) -> Sanction:
        """Return the row; decision and publisher name it, so that it is entered once."""
        return Sanction(
            id=f"{self.rule}/{self.subject}/{self.decision_no}",
            rule=self.rule,
            subject=self.subject,
            scope=self.scope,
            starts_on=self.decided_on,
            ends_on=ban_ends_on(self.rule, self.decided_on, book),
        )


def breaches_of_entry(
    entry: BanEntry, *, by: Actor, on: date, known: Sanction | None, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why a ban cannot be entered.

    Args:
        entry: The form.
        by: Who enters it.
        on: Day of the act.
        known: What the register has under the same number already.
        book: The rulebook of the day of the decision.
    """
    return (
        *only("R-S.13", by, PRESIDENCY, Role.REGISTRY, to="enter a ban"),
        *_breaches_of_decision(entry.decided_on, on),
        *_breaches_of_scope(entry),
        *_breaches_of_known(entry.sanction_by(book), known),
    )


def breaches_of_lifting(
    lifting: BanLifting,
    *,
    by: Actor,
    on: date,
    ban: Sanction | None,
    before: BanLifting | None,
) -> tuple[Reason, ...]:
    """Return why a ban cannot be lifted (R-S.13).

    Args:
        lifting: The form.
        by: Who lifts it.
        on: Day of the act.
        ban: The ban as it was entered; none: there is no such ban.
        before: How it has been lifted already, if it has.
    """
    found = [
        *only("R-S.13", by, PRESIDENCY, Role.REGISTRY, to="lift a ban"),
        *_breaches_of_decision(lifting.decided_on, on),
    ]
    if ban is None:
        return (*found, _no_ban(lifting.ban))
    if not ban.starts_on <= lifting.from_day < ban.ends_on:
        found.append(
            Reason(
                rule="R-S.13",
                what=f"it would be lifted from {lifting.from_day} on",
                why=f"the ban runs from {ban.starts_on} to the day before {ban.ends_on}",
                do="name a day of the ban: its first one where it is annulled from the beginning",
            )
        )
    if before is not None and before != lifting:
        found.append(
            Reason(
                rule="R-S.13",
                what=f"it has been lifted from {before.from_day} on, by {before.decision_no}",
                why="a ban is lifted once",
                do="leave it so; a new finding is entered as a ban of its own",
            )
        )
    return tuple(found)


def _breaches_of_decision(decided_on: date, on: date) -> Iterable[Reason]:
    if decided_on > on:
        yield Reason(
            rule="R-S.6",
            what=f"the decision is dated {decided_on}, still to come",
            why=f"it is entered on {on}",
            do="correct the date",
        )


def _breaches_of_scope(entry: BanEntry) -> Iterable[Reason]:
    if set(entry.scope) != set(SCOPES.get(entry.rule, ())):
        narrowed = entry.rule in NARROWED_BY
        owed = NARROWED_BY[entry.rule] if narrowed else "nothing"
        yield Reason(
            rule=entry.rule,
            what=f"the ban is narrowed by {', '.join(sorted(entry.scope)) or 'nothing'}",
            why=f"{entry.rule} is narrowed by {owed}",
            do=f"state {NARROWED_BY[entry.rule]}" if narrowed else "leave the scope out",
        )


def _breaches_of_known(ban: Sanction, known: Sanction | None) -> Iterable[Reason]:
    if known is not None and known != ban:
        yield Reason(
            rule="R-S.13",
            what=f"{ban.id} is in the register with another day or scope",
            why="what has been entered is not overwritten: applications were refused by it",
            do="lift that ban, and enter the right one under its own decision number",
        )


def _no_ban(ban: str) -> Reason:
    return Reason(
        rule="R-S.13",
        what=f"there is no ban {ban}",
        why="only what has been entered can be lifted",
        do="look its number up with `vade bans PUBLISHER`",
    )
