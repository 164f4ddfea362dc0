"""Record how cases of this release stand at each stage: ``make histories``.

Every example is played; of each process and stage the file that the next release will be handed is
kept under ``tests/histories/<version>/`` with how the case stood, and of each letter one notice.
What a released version recorded is never recorded again: open cases live by it.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from starter.rehearsal.engine import running_engine
from starter.rehearsal.play import play
from starter.rehearsal.scenario import load_scenario, scenario_files
from tests.histories.corpus import HERE, packed
from workflows.kernel.display.stand import stand_of
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.temporal.outbox import Outbox

SCENARIOS = sorted(scenario_files((HERE.parents[1] / "examples").glob("*/*.yaml")))
OF_A_STAGE = 2
"""Files kept of each stage: where it is first entered, and the fullest one."""


class Seen:
    """What passed the outboxes of all cases."""

    def __init__(self) -> None:
        self.files: dict[str, dict[str, list[dict[str, Any]]]] = {}
        self.notices: dict[str, dict[str, Any]] = {}
        self.hashes: dict[tuple[str, int], str] = {}
        """Of each entry, by case and number."""

    def take(self, admitted: Admitted) -> None:
        """Keep what the case would carry over now, if its stage has none that is fuller."""
        self.hashes[admitted.file.case_id, admitted.entry.n] = admitted.entry.hash
        for notice in admitted.notices:
            self.notices.setdefault(notice.template, notice.model_dump(mode="json"))
        process, reading = admitted.reading.process, admitted.reading
        carried = {
            "carried": admitted.file.model_dump(mode="json"),
            "stand": stand_of(process, reading).model_dump(mode="json"),
        }
        of_stage = self.files.setdefault(process.name, {}).setdefault(reading.stage, [])
        if len(of_stage) < OF_A_STAGE:
            of_stage.append(carried)
        elif admitted.file.n > of_stage[-1]["carried"]["n"]:
            of_stage[-1] = carried


@contextmanager
def watching() -> Iterator[Seen]:
    """See what every case of this process puts into its outbox."""
    seen, put = Seen(), Outbox.put

    def watched(outbox: Outbox, admitted: Admitted) -> None:
        seen.take(admitted)
        put(outbox, admitted)

    Outbox.put = watched  # type: ignore[method-assign, assignment] # put back below
    try:
        yield seen
    finally:
        Outbox.put = put  # type: ignore[method-assign]


async def played() -> Seen:
    """Play all examples and return what was seen of their cases."""
    with watching() as seen:
        async with running_engine() as engine:
            for path in SCENARIOS:
                await play(load_scenario(path), engine)
    return seen


def write(seen: Seen, folder: Path) -> int:
    """Write what was seen; return how many files of cases there are."""
    folder.mkdir(parents=True)
    for process, stages in sorted(seen.files.items()):
        files = [each for stage in stages.values() for each in stage]
        (folder / f"{process}.json.xz").write_bytes(packed(files))
    notices = [notice for _, notice in sorted(seen.notices.items())]
    (folder / "notices.json.xz").write_bytes(packed(notices))
    return sum(len(stage) for stages in seen.files.values() for stage in stages.values())


def main() -> int:
    """Record, unless this version has been recorded before."""
    folder = HERE / version("vade")
    if folder.exists():
        sys.stderr.write(f"{version('vade')} is recorded; raise the version before recording\n")
        return 1
    sys.stdout.write(f"{write(asyncio.run(played()), folder)} files recorded\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
