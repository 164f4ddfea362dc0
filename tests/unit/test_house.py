"""The house as its imports draw it: no circle, no arrow upward, and the picture is the code's."""

import pytest

from tests.house import PAGE, Circle, direct, floors, imports, redrawn, rooms


def test_no_modules_import_each_other() -> None:
    assert floors(imports())


def test_every_arrow_between_rooms_points_down() -> None:
    arrows = rooms(imports())
    floor = floors(arrows)

    assert all(floor[room] > floor[target] for room in arrows for target in arrows[room])


def test_the_architecture_shows_the_house_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page == redrawn(page), "the picture is of yesterday; run: make map"


def test_a_circle_is_named() -> None:
    arrows = {"a": frozenset({"b"}), "b": frozenset({"c"}), "c": frozenset({"b"})}

    with pytest.raises(Circle, match="b -> c -> b"):
        floors(arrows)


def test_an_arrow_that_a_longer_way_makes_plain_is_not_drawn() -> None:
    arrows = {"a": frozenset({"b", "c"}), "b": frozenset({"c"}), "c": frozenset[str]()}

    assert direct(arrows)["a"] == {"b"}
