"""The operators' lists: which there are, what they ask, and where they lead."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from starter.cli.app import run
from starter.client.exits import TROUBLE
from starter.client.processes import PROCESSES
from starter.embedded.folder import save
from starter.pages.temporal_ui import browser_script, lists_of, standing_lists, week_list
from starter.pages.weeks import week_ends
from starter.runtime.settings import Connection
from workflows.kernel.display.attributes import SEARCH_ATTRIBUTES

NOW = datetime(2031, 5, 21, 9, 0, tzinfo=UTC)  # a Wednesday
CONFIGURED = ("TEMPORAL_ADDRESS", "TEMPORAL_PROFILE", "TEMPORAL_CONFIG_FILE", "VADE_UI_URL")


@pytest.fixture(autouse=True)
def _a_stack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*CONFIGURED, "VADE_DATABASE_URL", "VADE_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VADE_HOME", str(tmp_path))
    stack = {
        "temporal_address": "127.0.0.1:1",
        "namespace": "vade",
        "database_url": "postgresql://vade:secret@127.0.0.1:1/vade",
        "ui_url": "http://127.0.0.1:8233",
        "api_url": "http://127.0.0.1:8480",
        "embedded": True,
    }
    save(tmp_path, Connection.model_validate(stack))


def printed(capsys: pytest.CaptureFixture[str], *asked: str) -> list[dict[str, Any]]:
    assert run(["links", *asked, "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_there_are_few_links_and_what_is_wrong_comes_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = printed(capsys)
    assert [link["title"] for link in found[:4]] == [
        *("Süresi geçenler", "Bu hafta dolanlar", "Dikkat isteyenler", "Açılamayan başvurular")
    ]
    assert len(found) == 4 + len(PROCESSES)
    for link in (*found[:1], *found[2:]):
        address = urlsplit(link["url"])
        assert (address.netloc, address.path) == ("127.0.0.1:8233", "/namespaces/vade/workflows")
        assert parse_qs(address.query) == {"query": [link["query"]]}


def test_the_link_to_this_week_holds_no_day_and_is_right_tomorrow(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printed(capsys)[1]["url"] == "http://127.0.0.1:8233/due-this-week"
    monkeypatch.setenv("TEMPORAL_ADDRESS", "temporal.example:7233")
    monkeypatch.setenv("VADE_UI_URL", "https://temporal.example")
    assert printed(capsys)[1]["url"] == "http://127.0.0.1:8480/?view=week"


@pytest.mark.parametrize("name", PROCESSES)
def test_every_stage_of_a_process_has_its_list(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {link["query"] for link in printed(capsys, "--process", name)}
    for stage in PROCESSES[name].stages:
        assert f'ExecutionStatus = "Running" AND Process = "{name}" AND Stage = "{stage}"' in found


def test_links_can_be_asked_for_by_office(capsys: pytest.CaptureFixture[str]) -> None:
    [one] = printed(capsys, "--waiting-on", "board")
    assert one["query"] == 'ExecutionStatus = "Running" AND WaitingOn = "board"'
    [one] = printed(capsys, "--process", "textbook-review", "--waiting-on", "board")
    assert one["query"].endswith('Process = "textbook-review" AND WaitingOn = "board"')
    assert run(["links", "--process", "nonsense"]) == TROUBLE
    assert "partnership" in capsys.readouterr().err


def test_links_are_printed_whole_on_a_narrow_screen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = {link["url"] for link in printed(capsys)}
    monkeypatch.setenv("COLUMNS", "40")
    assert run(["links"]) == 0
    assert addresses <= {line.strip() for line in capsys.readouterr().out.splitlines()}


def test_this_week_ends_with_sunday() -> None:
    """What is due on Sunday at 24:00 shows as its last second, and is of this week."""
    assert week_list(NOW, week_ends(NOW), "en").query == (
        'ExecutionStatus = "Running" AND NextDue >= "2031-05-21T09:00:00+00:00"'
        ' AND NextDue < "2031-05-26T00:00:00+03:00"'
    )


def test_lists_ask_for_registered_search_attributes_only() -> None:
    own = [one for process in PROCESSES.values() for one in lists_of(process, "tr")]
    for listed in (*standing_lists("tr"), week_list(NOW, week_ends(NOW), "tr"), *own):
        names = {part.split()[0] for part in listed.query.split(" AND ")} - {"ExecutionStatus"}
        assert names <= set(SEARCH_ATTRIBUTES)


def test_what_is_pasted_holds_the_same_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["links", "--script"]) == 0
    said = capsys.readouterr().out
    assert said.strip() == browser_script("vade", "tr")
    assert all(json.dumps(one.query) in said for one in standing_lists("tr"))
