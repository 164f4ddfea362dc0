"""The door's published description, as it is checked in.

python -m starter.api.description docs/contract/openapi.json        writes it; a test compares
"""

import json
import sys
from pathlib import Path
from typing import Final

from starter.api.app import described
from starter.client import exits

COMMAND: Final = "python -m starter.api.description docs/contract/openapi.json"
"""What writes the file anew."""


def text() -> str:
    """Return the description as it is checked in."""
    return json.dumps(described(), ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Write the description into the file named."""
    if len(arguments) != 1:
        sys.stderr.write(f"usage: {COMMAND}\n")
        return exits.TROUBLE
    Path(arguments[0]).write_text(text(), encoding="utf-8")
    return exits.OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
