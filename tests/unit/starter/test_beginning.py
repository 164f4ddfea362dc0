"""Beginnings: what scenarios of a folder have in common is merged with what each says itself."""

from datetime import date, datetime
from pathlib import Path

import pytest

from starter.rehearsal.play import rehearse
from starter.rehearsal.scenario import (
    Scenario,
    ScenarioProblem,
    load_scenario,
    parse_scenario,
    scenario_files,
)
from starter.rehearsal.sheet import Spot
from workflows.kernel.law.calendar import ISTANBUL

FILED = """\
process: textbook-review
opens: 2031-03-10T10:00
given:
  holidays: {2031-04-23: Bayram}
  coefficients: [{from: 2031-01-01, value: "1.25"}, {from: 2031-03-01, value: "1.27"}]
application:
  route: private
  work: {lesson: matematik, grade: 7}
  documents: [petition, fee-receipt]
steps:
  - at: 2031-03-17T09:30
    send: take_up
    by: {role: preliminary-commission, id: pre-1}
  - at: 2031-03-17T09:31
    expect: {stage: preliminary-review}
"""

OWN = """\
title: A short life
extends: _filed.yaml
given:
  holidays: {2031-05-01: Bayram}
  coefficients: [{from: 2031-01-01, value: "1.30"}]
application:
  work: {grade: 8}
  documents: [petition]
steps:
  - at: 2031-03-18T09:30
    expect: {stage: preliminary-review, terms: []}
expect: {outcome: accepted}
"""


@pytest.fixture(name="folder")
def a_folder(tmp_path: Path) -> Path:
    (tmp_path / "_filed.yaml").write_text(FILED, "utf-8")
    return tmp_path


def read(folder: Path, text: str = OWN) -> Scenario:
    return parse_scenario(text, folder / "short.yaml")


def refused(folder: Path, text: str = OWN) -> str:
    with pytest.raises(ScenarioProblem) as wrong:
        read(folder, text)
    return str(wrong.value)


def test_mappings_are_merged_over_the_beginning_at_every_depth(folder: Path) -> None:
    scenario = read(folder)

    assert scenario.title == "A short life"
    assert scenario.opens == datetime(2031, 3, 10, 10, tzinfo=ISTANBUL)
    assert scenario.given.holidays == {date(2031, 4, 23): "Bayram", date(2031, 5, 1): "Bayram"}
    assert scenario.application["route"] == "private"
    assert scenario.application["work"] == {"lesson": "matematik", "grade": 8}


def test_steps_follow_those_of_the_beginning_and_other_lists_take_their_place(
    folder: Path,
) -> None:
    scenario = read(folder)

    assert [step.at.day for step in scenario.steps] == [17, 17, 18]
    assert [str(one.value) for one in scenario.given.coefficients] == ["1.30"]
    assert scenario.application["documents"] == ["petition"]


def test_a_scenario_may_add_nothing_to_the_steps(folder: Path) -> None:
    scenario = read(folder, "title: A short life\nextends: _filed.yaml\n")

    assert len(scenario.steps) == 2
    assert scenario.given.holidays == {date(2031, 4, 23): "Bayram"}


def test_what_is_read_is_as_if_it_stood_in_one_file(folder: Path) -> None:
    whole = "title: A short life\n" + FILED + "expect: {outcome: accepted}\n"
    short = "title: A short life\nextends: _filed.yaml\nexpect: {outcome: accepted}\n"

    assert read(folder, short).model_dump() == parse_scenario(whole).model_dump()


@pytest.mark.parametrize(
    ("place", "file", "line"),
    [
        pytest.param(("steps", 0, "send"), "_filed.yaml", 12, id="step of the beginning"),
        pytest.param(("steps", 2, "expect", "terms"), "short.yaml", 11, id="own step"),
        pytest.param(("application", "work", "lesson"), "_filed.yaml", 8, id="merged mapping"),
        pytest.param(("application", "work", "grade"), "short.yaml", 7, id="merged over"),
        pytest.param(("given", "coefficients", 1), "short.yaml", 5, id="list that was replaced"),
        pytest.param(("opens",), "_filed.yaml", 2, id="only in the beginning"),
        pytest.param((), "short.yaml", 1, id="as a whole"),
    ],
)
def test_it_knows_in_which_file_something_stands(
    folder: Path, place: tuple[str | int, ...], file: str, line: int
) -> None:
    assert read(folder).spot(place) == Spot(folder / file, line)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param("opens:", "opened:", 2, id="top"),
        pytest.param("send:", "sent:", 12, id="step"),
        pytest.param("stage:", "stages:", 15, id="expectation"),
        pytest.param("opens:", "process:", 2, id="key twice"),
    ],
)
def test_a_mistake_in_the_beginning_is_named_with_its_file(
    folder: Path, old: str, new: str, line: int
) -> None:
    beginning = folder / "_filed.yaml"
    beginning.write_text(FILED.replace(old, new), "utf-8")

    told = refused(folder).splitlines()

    assert [one for one in told if one.startswith(f"{beginning}:{line}: ")]


# -- what cannot be extended ---------------------------------------------------------------------


def test_a_beginning_that_is_not_there_is_told_with_those_that_are(folder: Path) -> None:
    told = refused(folder, OWN.replace("_filed", "_field"))

    assert told.startswith(f"{folder / 'short.yaml'}:2: extends: there is no ")
    assert "_field.yaml: extend one of _filed.yaml, or write it" in told


def test_where_there_is_none_it_is_to_be_written(tmp_path: Path) -> None:
    assert refused(tmp_path).endswith("_filed.yaml: write it")


@pytest.mark.parametrize(
    "name", ["filed.yaml", "../_filed.yaml", "other/_filed.yaml", "_a/_b.yaml", "7", "[_a.yaml]"]
)
def test_only_a_beginning_of_the_same_folder_is_extended(folder: Path, name: str) -> None:
    told = refused(folder, OWN.replace("_filed.yaml", name))

    assert told.startswith(f"{folder / 'short.yaml'}:2: extends: ")
    assert "is not a file of this folder whose name begins with _" in told


@pytest.mark.parametrize(
    "further", [pytest.param("_other.yaml", id="chain"), pytest.param("_filed.yaml", id="cycle")]
)
def test_a_beginning_extends_nothing(folder: Path, further: str) -> None:
    (folder / "_filed.yaml").write_text(f"{FILED}extends: {further}\n", "utf-8")
    (folder / "_other.yaml").write_text("extends: _filed.yaml\n", "utf-8")

    told = refused(folder)

    assert told.startswith(f"{folder / '_filed.yaml'}:16: extends: {folder / 'short.yaml'} extends")
    assert f"copy here what it takes from {further}, and take this line out" in told


def test_a_beginning_is_a_mapping(folder: Path) -> None:
    (folder / "_filed.yaml").write_text("- steps\n", "utf-8")

    assert refused(folder).startswith(f"{folder / '_filed.yaml'}:1: extends: ")


def test_a_text_that_stands_in_no_folder_extends_nothing() -> None:
    with pytest.raises(ScenarioProblem, match=r"^scenario:2: extends: a text outside any folder"):
        parse_scenario(OWN)


# -- beginnings are not played -------------------------------------------------------------------


def test_a_glob_may_name_beginnings_which_are_left_out(folder: Path) -> None:
    (folder / "short.yaml").write_text(OWN, "utf-8")

    assert scenario_files(sorted(folder.glob("*.yaml"))) == [folder / "short.yaml"]


def test_a_beginning_alone_cannot_be_played(folder: Path) -> None:
    """Reply before any engine starts."""
    beginning = folder / "_filed.yaml"

    for attempt in (lambda: load_scenario(beginning), lambda: rehearse([beginning])):
        with pytest.raises(ScenarioProblem) as wrong:
            attempt()
        assert str(wrong.value).startswith(f"{beginning}: is the beginning of others")
        assert str(wrong.value).endswith("name a file that says extends: _filed.yaml")
