"""From every state some lawful way leads to an end, and what a refusal asks for can be done.

A bounded, pure search over the states of each story, by everybody's acts and by time alone; see
`tests/kit/searching.py`. A later process is searched by naming its plays in `beginnings`.
"""

import pytest

from starter.client.processes import PROCESSES
from tests.unit.beginnings import BEGINNINGS
from tests.unit.searches import found
from workflows.kernel.case.standing_commands import STANDING

ASKED_ITSELF = {"find_missing_reports", "check_run_off", "count_held_drafts", "look_for_textbook"}
"""Sent by a case to itself, at once: nobody ever finds them open."""

# Work, and no waiting: a search of seconds takes a minute beside the servers of other tests.
pytestmark = pytest.mark.timeout(180)

every_process = pytest.mark.parametrize("process", PROCESSES)


def test_every_process_is_searched() -> None:
    assert BEGINNINGS.keys() == PROCESSES.keys()


@every_process
def test_the_search_comes_to_every_stage(process: str) -> None:
    passed = {spec.stage for spec in PROCESSES[process].commands if spec.name in ASKED_ITSELF}
    reached = {state.stage for state in found(process).nodes}
    assert {stage.value for stage in PROCESSES[process].stages} - reached - passed == set()


@every_process
def test_every_command_is_open_somewhere(process: str) -> None:
    opened = {name for node in found(process).nodes.values() for name in node.opens}
    assert {spec.name for spec in PROCESSES[process].commands} - opened - ASKED_ITSELF == set()


@every_process
def test_from_every_state_some_way_leads_to_an_end(process: str) -> None:
    search = found(process)
    alive = search.living()
    dead = {
        str(state): node.way
        for state, node in search.nodes.items()
        if state in search.looked_at - alive and not search.goes_to_an_end(state, alive)
    }
    assert dead == {}


@every_process
def test_what_a_refusal_asks_for_is_open_now_or_later(process: str) -> None:
    search = found(process)
    always = {kind.command for kind in STANDING}
    known = always | {spec.name for spec in PROCESSES[process].commands}
    impossible = set()
    for state, node in search.nodes.items():
        later = search.open_later(state)
        for refused, reason in node.refusals:
            asked = {*reason.acts, *((refused,) if reason.again else ())}
            assert asked <= known, reason
            if nobody := asked - later - always:
                impossible.add((state.stage, refused, reason.rule, reason.do, *sorted(nobody)))
    assert impossible == set()
