"""The door's description: what is checked in is what runs."""

from starter.api import app, description
from tests.kit.contracts import CONTRACT


def test_the_file_is_what_the_door_publishes() -> None:
    found = (CONTRACT / "openapi.json").read_text(encoding="utf-8")
    assert found == description.text(), f"run `{description.COMMAND}`"


def test_every_route_but_health_asks_who_it_is() -> None:
    made = app.described()
    assert made["openapi"].startswith("3.1")
    for path, methods in made["paths"].items():
        for method, route in methods.items():
            assert ("security" in route) is (path != "/v1/health"), (method, path)
            assert {"401", "403", "503"} <= route["responses"].keys() or path == "/v1/health"
