"""What docs/contract shows is what happens: its commands and programs run against the door."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from starter.api.access.development import issued
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from tests.integration.api_kit import KEY, Doors
from tests.kit.contracts import CONTRACT
from workflows.kernel.roles import Actor

PEOPLE = {
    "PARTNER": Actor(role="partner", id="partner-17"),
    "STRANGER": Actor(role="partner", id="partner-18"),
    "GENERAL": Actor(role="general-directorate", id="genel-mudurluk-2"),
    "DISTRICT": Actor(role="district-directorate", id="ilce-mem-3", institution="0601"),
    "REGISTRY": Actor(role="registry", id="evrak-1"),
}


@pytest.fixture
async def surroundings(scene: Scene, vade: Vade) -> AsyncIterator[dict[str, str]]:
    """The environment of a program: where the door is, and a token for everybody."""
    async with Doors(scene.pool, vade).listening() as url:
        tokens = {name: issued(KEY, actor) for name, actor in PEOPLE.items()}
        yield {**os.environ, "VADE": url, **tokens}


async def run(*command: str | Path, env: Mapping[str, str], cwd: Path = CONTRACT) -> str:
    """Run a program to its end, and return what it printed."""
    program = await asyncio.create_subprocess_exec(
        *command,
        env=env,
        cwd=cwd,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(60):
        said, _ = await program.communicate()
    assert program.returncode == 0, said.decode()
    return said.decode()


needs_curl = pytest.mark.skipif(
    shutil.which("curl") is None or shutil.which("sh") is None, reason="no curl on this machine"
)


@needs_curl
async def test_an_agreement_is_walked_through_with_curl(surroundings: dict[str, str]) -> None:
    said = await run("sh", "walkthrough.sh", env=surroundings)
    assert [line for line in said.splitlines() if line.startswith("--")][-1].endswith("happened")
