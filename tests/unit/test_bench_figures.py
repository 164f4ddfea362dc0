"""The arithmetic of `make bench`: what stands beside a target is what was measured."""

import pytest

from tests.bench.figures import (
    DOOR,
    PEER,
    PRODUCT,
    Target,
    at_rest,
    in_a_row,
    table,
    used,
    value,
)
from tests.bench.meters import Reading

BEFORE = Reading(at=10.0, worker_cpu=1.0, server_cpu=0, database_cpu=0, client_cpu=0, commits=100)
AFTER = Reading(at=14.0, worker_cpu=1.5, server_cpu=0, database_cpu=0, client_cpu=0, commits=148)

ROUNDS = {
    PRODUCT: [{"wall": 100.0}, {"wall": 900.0}, {"wall": 200.0}],
    DOOR: [{"wall": 80.0}, {"wall": 300.0}, {"wall": 200.0}],
}


def test_what_happens_anyway_is_not_the_commands_cost() -> None:
    idle = {"worker CPU": 25.0, "commits": 2.0}  # a second
    spent = used(BEFORE, AFTER, idle)

    assert (spent["worker CPU"], spent["commits"]) == (400.0, 40.0)


def test_of_each_case_the_first_command_counts_beside_its_opening() -> None:
    acts = [("take_up", 0.010), ("report", 0.500), ("take_up", 0.030), ("report", 0.700)]
    played = {"walls": [1.0, 1.0], "openings": [0.020, 0.040], "commands": acts}

    figures = in_a_row(played, BEFORE, AFTER, {})

    assert figures["first answer"] == pytest.approx(50.0)  # 20 + 10 and 40 + 30 ms
    assert figures["opening"] == pytest.approx(30.0)


def test_at_rest_counts_by_the_second() -> None:
    assert at_rest(BEFORE, AFTER)["commits"] == 12.0


def test_a_ratio_is_the_median_of_the_rounds_ratios() -> None:
    # 1.25, 3 and 1: a round that the machine held up weighs no more than another
    assert value(ROUNDS, "wall", DOOR) == 1.25


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        pytest.param(Target("wall", 1.25, DOOR), True, id="at the bound"),
        pytest.param(Target("wall", 1.2, DOOR), False, id="above it"),
        pytest.param(Target("wall", 1.3, DOOR, at_least=True), False, id="below what is wanted"),
        pytest.param(Target("wall", 1.0, PEER), None, id="the peer was not to be had"),
        pytest.param(Target("wall", 200.0), True, id="a figure of its own"),
    ],
)
def test_a_target(target: Target, reached: bool | None) -> None:  # noqa: FBT001 - a row's value
    assert target.reached(ROUNDS) is reached


def test_the_table_marks_each_target() -> None:
    wall = next(line for line in table(ROUNDS) if line.startswith("wall"))

    shown = "wall per case, ms 200 200 (×1.25) ✓ ≤ 1.25 × SDK + receipts ? ≤ 1 × DBOS"
    assert " ".join(wall.split()) == shown
