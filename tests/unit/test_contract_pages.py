"""What docs/contract says in words: nothing is left out, and what refuses is named."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

from jsonschema import Draft202012Validator

from starter.client import contract, errors, nexus
from starter.client.processes import PROCESSES
from starter.client.refusals import rules_cited_by, rules_of
from starter.rehearsal.scenario import Scenario, load_scenario, scenario_files
from tests.kit.contracts import BUNDLES, CONTRACT
from workflows.kernel.case.process import Process
from workflows.kernel.case.standing_commands import STANDING

README = (CONTRACT / "README.md").read_text("utf-8")
ERRORS = (CONTRACT / errors.PAGE).read_text("utf-8")
OPENAPI = json.loads((CONTRACT / "openapi.json").read_text("utf-8"))

REFUSES = re.compile(r"(?:rule=|because\(\s*)\"(V-\d+|R-S\.1)\"")
"""Where the kernel or the client refuses by a rule of the product."""


def test_the_catalogue_of_errors_is_what_the_code_says() -> None:
    assert errors.page() == ERRORS, f"run {contract.COMMAND}"


def test_the_nexus_service_is_what_its_file_says() -> None:
    said = (CONTRACT / nexus.FILE).read_text("utf-8")
    assert contract.text(nexus.bundle()) == said, f"run {contract.COMMAND}"
    Draft202012Validator.check_schema(json.loads(said))
    declared = get_type_hints(nexus.VadeService)
    assert {name: get_args(kind) for name, kind in declared.items()} == nexus.OPERATIONS
    assert json.loads(said)["operations"].keys() == declared.keys()


def test_the_nexus_service_stands_in_it() -> None:
    nexus_part = README.partition("## Nexus")[2].partition("\n## ")[0]
    assert all(f"`{name}`" in nexus_part for name in (*nexus.OPERATIONS, *nexus.FAULTS))
    asked = nexus_part.partition("execute_operation(")[2].partition("\n)\n```")[0]
    operation, sent = ast.literal_eval(f"({asked})")
    nexus.OPERATIONS[operation][0].model_validate(sent)


def test_every_command_and_address_stands_in_it() -> None:
    for process in PROCESSES.values():
        bundle = BUNDLES[f"{process.name}.json"]
        row = f"| `{process.name}` | `{process.workflow_type}` | `{process.task_queue}` |"
        assert row in README
        assert {f"| `{name}` |" for name in ("start", *bundle["commands"])} <= {
            line[: line.index("|", 2) + 1] for line in ERRORS.splitlines() if line.startswith("| `")
        }
    assert all(f"- `{kind.command}`:" in ERRORS for kind in STANDING)


def test_every_status_of_the_door_stands_in_it() -> None:
    answers = (op["responses"] for path in OPENAPI["paths"].values() for op in path.values())
    statuses = {status for each in answers for status in each}
    assert statuses == set(re.findall(r"^\| (\d{3}) \|", README, re.MULTILINE))


def test_every_answer_of_the_door_has_its_schema() -> None:
    """What a generated client takes its types from."""
    bare = [
        (path, status)
        for path, operations in OPENAPI["paths"].items()
        for operation in operations.values()
        for status, answer in operation["responses"].items()
        if not all(content.get("schema") for content in answer.get("content", {}).values())
    ]
    assert bare == []


def test_every_rule_of_the_product_that_refuses_is_explained() -> None:
    sources = (*Path("workflows/kernel").rglob("*.py"), *Path("starter/client").rglob("*.py"))
    named = {rule for path in sources for rule in REFUSES.findall(path.read_text("utf-8"))}
    assert named <= errors.EVERYWHERE.keys()
    assert {"V-3", "V-4", "V-5", "V-6"} <= named


def test_every_refusal_that_the_examples_show_can_be_found() -> None:
    shown = [each for path in scenarios() for each in refused_in(load_scenario(path))]
    assert len(shown) > 200
    unexplained = [
        (process.name, sent, rule)
        for process, sent, rule in shown
        if rule not in {*rules_of(process)[sent], *rules_cited_by(process), *errors.EVERYWHERE}
    ]
    assert unexplained == []
    # what may refuse is told by command, and not only by process
    listed = [rule in rules_of(process)[sent] for process, sent, rule in shown]
    assert listed.count(True) > 0.85 * len(listed)


def scenarios() -> list[Path]:
    return scenario_files(sorted(Path("examples").rglob("*.yaml")))


def refused_in(scenario: Scenario) -> Iterator[tuple[Process, str, str]]:
    """Yield what a scenario sends and has refused, with the rule that it must name."""
    if scenario.refused is not None:
        yield PROCESSES[scenario.process], "start", scenario.refused
    for step in scenario.steps:
        process = PROCESSES[step.case or scenario.process]
        if step.send is not None and step.send in rules_of(process) and step.refused is not None:
            yield process, step.send, step.refused
