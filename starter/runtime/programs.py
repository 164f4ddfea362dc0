"""Programs that came with installed packages."""

import shutil
import sys
from pathlib import Path

from starter.runtime.problem import StackProblem


def program(name: str, *, package: str) -> str:
    """Return the path of a program: beside this Python first, then on the search path.

    Args:
        name: File name of the program.
        package: The package that brings it, for the message when it is missing.

    Raises:
        StackProblem: It is nowhere.
    """
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise StackProblem(
            f"The program `{name}` (package {package}) is missing.",
            "Run `make setup` to install it again.",
        )
    return found
