"""What docs/contract shows is what happens: its commands and programs run against the door."""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from starter.api.access.development import issued
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from tests.integration.api_kit import KEY, Doors
from tests.integration.door import Door
from tests.kit.contracts import CONTRACT
from workflows.kernel.roles import Actor

README = (CONTRACT / "README.md").read_text("utf-8")

QUICKLY = ("--prefer-offline", "--no-audit", "--no-fund", "--fetch-retries=0")

NO_REGISTRY = re.compile(
    r"npm error code (ECONN\w+|ENOTFOUND|EAI_AGAIN|E\w*TIMEDOUT|ENETUNREACH|E40\d|E5\d\d)"
)

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
        yield {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "TEMPORAL_ADDRESS": scene.client.service_client.config.target_host,
            "TEMPORAL_NAMESPACE": scene.client.namespace,
            "VADE": url,
            **tokens,
        }


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
async def test_what_the_readme_says_can_be_typed(
    surroundings: dict[str, str], scene: Scene, vade: Door
) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    said = await run("sh", "-euxc", "\n".join(blocks), env=surroundings)
    assert '"state":"admitted"' in said
    vade.started.append("agreement-dys-17")
    assert await scene.client.get_workflow_handle("agreement-dys-17").result()


@needs_curl
async def test_an_agreement_is_walked_through_with_curl(surroundings: dict[str, str]) -> None:
    said = await run("sh", "walkthrough.sh", env=surroundings)
    assert [line for line in said.splitlines() if line.startswith("--")][-1].endswith("happened")


@pytest.mark.skipif(
    shutil.which("npm") is None or shutil.which("node") is None, reason="no Node.js on this machine"
)
async def test_an_agreement_is_walked_through_with_a_generated_client(
    surroundings: dict[str, str], tmp_path: Path
) -> None:
    here = tmp_path / "typescript"
    left_out = shutil.ignore_patterns("node_modules", "build", "vade.d.ts")
    shutil.copytree(CONTRACT / "typescript", here, ignore=left_out)
    shutil.copy(CONTRACT / "openapi.json", tmp_path)
    try:
        await run("npm", "ci", *QUICKLY, env=surroundings, cwd=here)
    except AssertionError as failed:
        if NO_REGISTRY.search(str(failed)) is None:
            raise
        pytest.skip("no registry of npm packages can be reached")
    for script in ("generate", "build"):
        await run("npm", "run", script, env=surroundings, cwd=here)
    said = await run("npm", "run", "walk", env=surroundings, cwd=here)
    assert said.splitlines()[-1] == "walked through"
