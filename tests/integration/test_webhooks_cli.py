"""`vade webhooks` against a real database: what is typed, what is said, and what becomes of it."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from activities.database import Pool
from starter.cli.app import run
from starter.client.exits import OK, TROUBLE
from starter.embedded.folder import save
from starter.runtime.settings import Connection
from tests.integration.events import Told
from tests.integration.receiver import receiving
from tests.integration.test_webhooks import CALLER, call
from workflows.kernel.case.events import PREFIX

URL = "https://abone.example.org/vade"


class Shell:
    """The command line on a stack of which only the database runs."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    async def __call__(self, *arguments: str, code: int = OK) -> str:
        self._capsys.readouterr()  # what others have said
        # each command has an event loop of its own
        ended = await asyncio.to_thread(run, ["--lang", "en", "webhooks", *arguments])
        said = self._capsys.readouterr()
        assert ended == code, said
        return said.out + said.err

    async def json(self, *arguments: str, code: int = OK) -> Any:
        return json.loads(await self(*arguments, "--json", code=code))


@pytest.fixture
def shell(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    for name in ("TEMPORAL_ADDRESS", "TEMPORAL_PROFILE", "VADE_DATABASE_URL", "VADE_POLICY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VADE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    stack = Connection(
        temporal_address="127.0.0.1:1", namespace="vade", database_url=database_url, embedded=True
    )
    save(tmp_path, stack)
    return Shell(capsys)


async def test_a_subscriber_is_added_listed_rotated_paused_and_removed(shell: Shell) -> None:
    added = await shell("add", "e-okul", URL, "--as", "board:b-1", "--type", "closed")
    assert "shown this once" in added
    secret = added.split()[-1]
    assert secret.startswith("whsec_")

    (row,) = await shell.json("list")
    assert (row["name"], row["url"], row["claims"]) == (
        "e-okul",
        URL,
        {"role": "board", "id": "b-1"},
    )
    assert (row["types"], row["networks"], row["paused_at"]) == ([f"{PREFIX}closed"], [], None)
    assert "secret" not in row

    rotated = await shell.json("rotate", "e-okul", "--overlap", "7d")
    assert rotated["secret"] not in {secret, ""}
    assert rotated["previous_until"]
    assert secret not in await shell("list")

    assert "paused" in await shell("pause", "e-okul")
    assert "paused" in await shell("list")
    assert "called" in await shell("resume", "e-okul")
    assert "Removed" in await shell("remove", "e-okul")
    assert await shell.json("list") == []
    for command in ("rotate", "pause", "resume", "remove"):
        assert "no webhook e-okul" in await shell(command, "e-okul", code=TROUBLE)


async def test_what_cannot_be_meant_is_refused_and_nothing_is_entered(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = ("--as", "board:b-1")
    for arguments, why in (
        (("E-Okul", URL, *board), "small letters"),
        (("e-okul", URL), "say whose cases"),
        (("e-okul", URL, "--claim", "sub"), "CLAIM=VALUE"),
        (("e-okul", URL, "--claim", "sub=svc-1"), "gives such a subscriber no cases"),
        (("e-okul", URL, *board, "--type", "opend"), "there are opened, command-admitted"),
        (("e-okul", URL, *board, "--allow", "10.0.0.1/8"), "is no network"),
        (("e-okul", "http://abone.example.org/", *board), "https://"),
        (("e-okul", "abone", *board), "https://host/path"),
    ):
        assert why in await shell("add", *arguments, code=TROUBLE), arguments
    assert await shell.json("list") == []

    policy = tmp_path / "policy.toml"
    policy.write_text('[[grant]]\nwhen = {sub = "svc-1"}\nrole = "board"\ncases = "all"\n')
    monkeypatch.setenv("VADE_POLICY", str(policy))
    assert "no cases" in await shell("add", "e-okul", URL, *board, code=TROUBLE)
    await shell("add", "e-okul", URL, "--claim", "sub=svc-1")
    again = await shell("add", "e-okul", URL, "--claim", "sub=svc-1", code=TROUBLE)
    assert "already" in again


async def test_a_subscriber_is_told_of_nothing_that_happened_before_it_was_added(
    shell: Shell, pool: Pool
) -> None:
    """Even if nobody had published that yet."""
    case = Told(pool)
    await case.acts("review")
    async with receiving() as receiver:
        await shell(*("add", "e-okul", receiver.url, "--as", "board:b-1", "--allow", "127.0.0.0/8"))
        assert await call(pool, CALLER) == 0
        await case.acts("board")
        await call(pool, CALLER)
        assert [each.partition(":")[2] for each in receiver.ids] == ["2:1", "2:2"]


async def test_dead_letters_are_shown_replayed_and_passed_over(shell: Shell, pool: Pool) -> None:
    async with receiving() as receiver:
        await shell(*("add", "e-okul", receiver.url, "--as", "board:b-1", "--allow", "127.0.0.0/8"))
        case = Told(pool)
        receiver.replies[case.case_id] = [500]
        await case.acts("review", "board")
        await call(pool, CALLER)
        assert "Nothing" in await shell("dead")
        async with pool.acquire() as conn:
            await conn.execute(
                "update webhook_turns set dead_at = now(), attempts = 80,"
                " failing_since = '2031-04-24T07:00Z'"
            )
        said = await shell("dead", "e-okul")
        for part in ("e-okul", f"{case.case_id}:1:1", "command-admitted", "HTTP 500", "80"):
            assert part in said
        assert "2031-04-24 10:00" in said
        assert (await shell.json("list"))[0]["dead"] == 1

        assert await shell.json("replay", "e-okul", "--case", case.case_id) == {"cases": 1}
        receiver.replies[case.case_id] = [500, 204]
        await call(pool, CALLER)
        assert await shell.json("skip", "e-okul", case.case_id) == {"events": 1}
        assert await call(pool, CALLER) == 2
        assert receiver.ids == [f"{case.case_id}:{n}" for n in ("1:1", "1:1", "2:1", "2:2")]
