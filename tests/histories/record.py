"""Record the event histories of this release: ``make histories``.

Every example is played, and every run of its case kept under ``tests/histories/<version>/``. What a
released version recorded is never recorded again: running cases live by it.
"""

import asyncio
import gzip
import sys
from importlib.metadata import version
from pathlib import Path

from temporalio.client import Client

from starter.rehearsal.engine import running_engine
from starter.rehearsal.play import play
from starter.rehearsal.scenario import load_scenario, scenario_files

HERE = Path(__file__).parent
SCENARIOS = sorted(scenario_files((HERE.parents[1] / "examples").glob("*/*.yaml")))


async def record(folder: Path) -> int:
    """Play all examples and write their histories; return how many there are."""
    written = 0
    async with running_engine() as engine:
        for path in SCENARIOS:
            report = await play(load_scenario(path), engine)
            for case_id in report.cases:
                written += await _keep(engine.client, case_id, folder / path.stem)
    return written


async def _keep(client: Client, case_id: str, stem: Path) -> int:
    stem.parent.mkdir(parents=True, exist_ok=True)
    history = await client.get_workflow_handle(case_id).fetch_history()
    packed = gzip.compress(history.to_json().encode(), mtime=0)
    stem.with_name(f"{stem.name}.{case_id}.json.gz").write_bytes(packed)
    return 1


def main() -> int:
    """Record, unless this version has been recorded before."""
    folder = HERE / version("vade")
    if folder.exists():
        sys.stderr.write(f"{version('vade')} is recorded; raise the version before recording\n")
        return 1
    sys.stdout.write(f"{asyncio.run(record(folder))} histories recorded\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
