"""The folder of one embedded stack: who holds it, and the private files in it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starter.runtime.private import write_private
from starter.runtime.problem import StackProblem
from starter.runtime.settings import FILE, Connection


def make_folder(vade_dir: Path) -> None:
    """Create the stack's folder, closed to everybody else; an existing one is left as it is.

    For root it may be walked through but not listed, since PostgreSQL, which refuses to run as
    root, keeps its own closed folder inside.

    Raises:
        StackProblem: The folder cannot be created or written.
    """
    try:
        if not vade_dir.exists():
            vade_dir.mkdir(parents=True, mode=0o700)
            if os.geteuid() == 0:
                vade_dir.chmod(0o711)
        (vade_dir / "logs").mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StackProblem(
            f"The folder {vade_dir} cannot be created or written ({error.strerror}).",
            "Choose another with VADE_HOME, or run as the user who owns it.",
        ) from error


@contextmanager
def held(vade_dir: Path) -> Iterator[None]:
    """Hold the folder: one stack at a time runs on it.

    The kernel lets go of the lock when the holder ends, however it ends, so a killed run leaves
    nothing to clear away.

    Raises:
        StackProblem: Another stack runs on this folder, or it belongs to another user.
    """
    path = vade_dir / "lock"
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StackProblem(
            f"The folder {vade_dir} cannot be used ({error.strerror}: {path}).",
            "Run as the user who owns it, or choose another folder with VADE_HOME.",
        ) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(lock, 32).decode(errors="replace").strip()
            raise StackProblem(
                f"Another `vade up` already runs on {vade_dir} (process {holder or 'unknown'}).",
                "Use that one, stop it with Ctrl-C, or set VADE_HOME to another folder.",
            ) from error
        os.ftruncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        yield
    finally:
        os.close(lock)


def save(vade_dir: Path, connection: Connection) -> None:
    """Leave the addresses for other shells, readable by this user alone."""
    write_private(vade_dir / FILE, connection.model_dump_json(indent=1).encode())


def forget(vade_dir: Path) -> None:
    """Take the addresses away: the stack no longer runs."""
    (vade_dir / FILE).unlink(missing_ok=True)
