"""Names on the book and rights in it (m.28(2), 39)."""

from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_in_use.messages.acceptance import AcceptedBook
from workflows.textbook_in_use.messages.market import (
    NameChange,
    NamesDecision,
    RightsEvent,
    RightsNotice,
)


def told_by(contract_on: date, calendar: Calendar, book: Rulebook) -> date:
    """Return the last day on which a notarial contract is told in time (B-39.1, R-B.12)."""
    return calendar.add_working_days(contract_on, book.count("names.working_days"))


def rule_of(change: NameChange, filed: AcceptedBook) -> str:
    """Return by which rule names change: at the conditional stage, disputed, or agreed."""
    corrected = filed.conditional
    if change.disputed:
        return "B-39.2"
    if change.contract_on is None or corrected is None:
        return "B-39.1"
    conditional = filed.decided_on <= change.contract_on <= corrected.completed_on
    return "B-39.3" if conditional else "B-39.1"


def breaches_of_name_change(change: NameChange, *, told_on: date) -> tuple[Reason, ...]:
    """Return why a change of names cannot be taken in (B-39.1, B-39.2)."""
    has_contract = change.contract_no is not None and change.contract_on is not None
    if not has_contract and not change.disputed:
        return (
            Reason(
                rule="B-39.1",
                what="no notarial contract is stated",
                why="names change by a notarial contract of mutual consent",
                do="state number and day of the contract, or say that the matter is disputed",
            ),
        )
    if change.contract_on is not None and change.contract_on > told_on:
        return (
            Reason(
                rule="B-39.1",
                what=f"the contract is of {change.contract_on}, still to come",
                why="a change is told within fifteen working days after its contract",
                do="tell of it once the contract is made",
            ),
        )
    return ()


def breaches_of_names_decision(
    decided: NamesDecision, change: NameChange, *, judged: bool
) -> tuple[Reason, ...]:
    """Return why the Board cannot decide so: a dispute needs a final judgment (B-39.2)."""
    if not decided.granted or not change.disputed or judged:
        return ()
    return (
        Reason(
            rule="B-39.2",
            what="the names are disputed, and no final judgment is recorded",
            why="in a dispute nothing changes without a final judgment on the merits",
            do="record the judgment first, or record that the names stay",
            acts=("record_judgment",),
        ),
    )


def breaches_of_rights_notice(notice: RightsNotice, *, told_on: date) -> tuple[Reason, ...]:
    """Return why a notice about rights cannot be taken in (B-28.2)."""
    wrong = []
    if (notice.event is RightsEvent.TRANSFERRED) != (notice.transferred_to is not None):
        wrong.append(
            Reason(
                rule="B-28.2",
                what="the new holder of the rights is not stated, or stated without a transfer",
                why="both offices must know whose book it is",
                do="state the new holder with a transfer, and with nothing else",
            )
        )
    if notice.since > told_on and notice.event is RightsEvent.TRANSFERRED:
        wrong.append(
            Reason(
                rule="B-28.2",
                what=f"the rights pass on {notice.since}, still to come",
                why="a transfer is told once it has taken place",
                do="tell of it on that day or later",
            )
        )
    return tuple(wrong)
