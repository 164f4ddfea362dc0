"""Cancelled duties on a real PostgreSQL: entered by one case, asked by the others (S-19.2)."""

from typing import Any

import pytest
from pydantic import JsonValue

from activities.database import Pool
from activities.journal.journal import Journal
from activities.opening import Registers
from tests.integration.batches import CASE, a_batch, entries
from workflows.kernel.case.records import Decide, RegisterWrite, Verdict


def cancelled(member: str = "person-2", at: str = "2031-04-07T10:00:00+03:00") -> RegisterWrite:
    row: Any = {
        "rule": "S-19.2",
        "ground": "not-objective",
        "finding_no": "B-7",
        "member": member,
        "cancelled_at": at,
    }
    return RegisterWrite(into="commission-duties", key=f"another-case/{member}/B-7", row=row)


def asked(*members: str, since: str) -> Decide:
    return Decide(
        by="commission-duties",
        case_id=CASE,
        command_id="c-1",
        request={"members": list(members), "since": since, "file_no": "2031-0042"},
    )


@pytest.mark.rule("S-19.2")
@pytest.mark.parametrize(
    ("members", "since", "granted"),
    [
        pytest.param(("person-1", "person-2"), "2031-03-24T10:00:00+03:00", False, id="sits there"),
        pytest.param(("person-1", "person-3"), "2031-03-24T10:00:00+03:00", True, id="others"),
        pytest.param(("person-2",), "2031-04-07T10:00:00+03:00", True, id="ordered afterwards"),
    ],
)
async def test_a_duty_cancelled_in_one_case_ends_in_all(
    pool: Pool, members: Any, since: str, *, granted: bool
) -> None:
    await Journal(pool).record(a_batch(entries(1), registers=[cancelled()]))

    verdict = await Registers(pool).decide(asked(*members, since=since))
    named: dict[str, JsonValue] = {"member": "person-2", "finding_no": "B-7"}
    assert verdict == Verdict(granted=granted, facts={} if granted else named)
