"""Every way of a case is played by an example; whether the file really goes it, its play says."""

from collections import Counter
from pathlib import Path

import pytest

from starter.rehearsal.scenario import scenario_files
from tests.kit.edges import AGREEMENTS, BOOKS, COURSES, FOLDER, TOOLS, drawn, mentioned, ways

every_folder = pytest.mark.parametrize(
    "folder", [FOLDER, COURSES, AGREEMENTS, TOOLS, BOOKS], ids=lambda path: path.name
)


@every_folder
def test_every_edge_of_the_diagram_is_in_the_table_and_no_other(folder: Path) -> None:
    assert drawn(folder)
    assert Counter(way.edge for way in ways(folder)) == drawn(folder)


@every_folder
def test_every_edge_has_a_file_and_every_file_is_there(folder: Path) -> None:
    played = {way.edge: way.examples for way in ways(folder)}

    assert [edge for edge, examples in played.items() if not examples] == []
    assert mentioned(folder) == {path.stem for path in scenario_files(folder.glob("*.yaml"))}
